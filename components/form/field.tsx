'use client'

import { type ReactNode, useId } from 'react'
import { cn } from '@/components/ui/cn'
import { Label } from '@/components/ui/label'

/** What every control needs to belong to its label, description and error. */
export interface ControlAttributes {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
  'aria-required': true | undefined
}

export interface FieldProps {
  label: ReactNode
  /** Hides the label from view; it is still read out. */
  hideLabel?: boolean | undefined
  description?: ReactNode
  error?: string | undefined
  required?: boolean | undefined
  /** Marks a field that may stay empty, where most are required. */
  optional?: boolean | undefined
  /** At the right end of the label's line. */
  aside?: ReactNode
  className?: string | undefined
  children: (control: ControlAttributes) => ReactNode
}

/** Label, control, description and error, wired for assistive technology. */
export function Field({
  label,
  hideLabel,
  description,
  error,
  required,
  optional,
  aside,
  className,
  children,
}: FieldProps) {
  const id = useId()
  const describedBy = [description ? `${id}-description` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={cn('grid min-w-0 grid-cols-1 content-start gap-1.5', className)}>
      <div className={cn('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
        <Label id={`${id}-label`} htmlFor={id}>
          {label}
          {optional ? <span className="font-normal text-subtle"> optional</span> : null}
        </Label>
        {aside}
      </div>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': describedBy || undefined,
        'aria-required': required || undefined,
      })}
      <FieldNotes id={id} description={description} error={error} />
    </div>
  )
}

/** The lines under a control. */
export function FieldNotes({
  id,
  description,
  error,
}: {
  id: string
  description?: ReactNode
  error?: string | undefined
}) {
  return (
    <>
      {error ? (
        <p id={`${id}-error`} className="text-danger text-xs">
          {error}
        </p>
      ) : null}
      {description ? (
        <div id={`${id}-description`} className="text-pretty text-subtle text-xs">
          {description}
        </div>
      ) : null}
    </>
  )
}
