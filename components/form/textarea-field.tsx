'use client'

import type { ComponentProps } from 'react'
import { type FieldValues, useController } from 'react-hook-form'
import { Textarea } from '@/components/ui/textarea'
import { Field } from './field'
import type { BoundFieldProps } from './field-types'

type AreaProps = Omit<
  ComponentProps<'textarea'>,
  'name' | 'className' | 'value' | 'onChange' | 'onBlur' | 'disabled' | 'required'
>

export interface TextareaFieldProps<T extends FieldValues, C, O> extends BoundFieldProps<T, C, O>, AreaProps {
  /** Fixed-width letters, for code. */
  mono?: boolean
}

export function TextareaField<T extends FieldValues, C = unknown, O = T>(props: TextareaFieldProps<T, C, O>) {
  const {
    name,
    control,
    label,
    hideLabel,
    description,
    required,
    optional,
    aside,
    className,
    mono,
    disabled,
    ...area
  } = props
  const { field, fieldState } = useController({ name, control })
  const value: unknown = field.value
  return (
    <Field
      {...{ label, hideLabel, description, required, optional, aside, className }}
      error={fieldState.error?.message}
    >
      {(attributes) => (
        <Textarea
          {...area}
          {...attributes}
          ref={field.ref}
          name={field.name}
          disabled={disabled}
          className={mono ? 'font-mono text-xs' : undefined}
          value={typeof value === 'string' ? value : ''}
          onBlur={field.onBlur}
          onChange={field.onChange}
        />
      )}
    </Field>
  )
}
