'use client'

import { type ReactNode, useId } from 'react'
import { cn } from '@/components/ui/cn'

export interface FormSectionProps {
  title: string
  description?: ReactNode
  /** At the right end of the title's line. */
  action?: ReactNode
  error?: string | undefined
  fieldPath?: string
  className?: string
  children?: ReactNode
}

/** A titled part of the inspector. */
export function FormSection({ title, description, action, error, fieldPath, className, children }: FormSectionProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      data-field={fieldPath}
      className={cn('grid min-w-0 grid-cols-1 gap-2.5 border-line border-t pt-4', className)}
    >
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h3 id={id} className="font-semibold text-sm">
          {title}
        </h3>
        {action}
      </div>
      {description ? <div className="-mt-1.5 text-pretty text-subtle text-xs">{description}</div> : null}
      {error ? (
        <p role="alert" className="-mt-1 text-danger text-xs">
          {error}
        </p>
      ) : null}
      {children}
    </section>
  )
}
