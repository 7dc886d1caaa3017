'use client'

import { type ReactNode, useId } from 'react'
import { type FieldValues, useController } from 'react-hook-form'
import { cn } from '@/components/ui/cn'
import { Switch } from '@/components/ui/switch'
import { FieldNotes } from './field'
import type { BoundFieldProps } from './field-types'

export type ToggleFieldProps<T extends FieldValues, C, O> = Omit<
  BoundFieldProps<T, C, O>,
  'hideLabel' | 'optional' | 'aside' | 'required'
>

/** A setting that is on or off. */
export function SwitchField<T extends FieldValues, C = unknown, O = T>(props: ToggleFieldProps<T, C, O>) {
  const id = useId()
  const { field, fieldState } = useController({ name: props.name, control: props.control })
  return (
    <ToggleLayout {...props} id={id} error={fieldState.error?.message}>
      <Switch
        {...toggleAttributes(id, props.description, fieldState.error?.message)}
        ref={field.ref}
        checked={Boolean(field.value)}
        disabled={props.disabled}
        onCheckedChange={field.onChange}
        onBlur={field.onBlur}
        className="mt-px"
      />
    </ToggleLayout>
  )
}

interface ToggleLayoutProps {
  id: string
  label: ReactNode
  description?: ReactNode
  error: string | undefined
  className?: string
  children: ReactNode
}

function ToggleLayout({ id, label, description, error, className, children }: ToggleLayoutProps) {
  return (
    <div className={cn('flex items-start gap-2', className)}>
      {children}
      <div className="grid gap-0.5">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        <FieldNotes id={id} description={description} error={error} />
      </div>
    </div>
  )
}

function toggleAttributes(id: string, description: ReactNode, error: string | undefined) {
  const describedBy = [description ? `${id}-description` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return { id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? (true as const) : undefined }
}
