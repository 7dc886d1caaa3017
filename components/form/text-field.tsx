'use client'

import type { ComponentProps } from 'react'
import { type FieldValues, useController } from 'react-hook-form'
import { Input } from '@/components/ui/input'
import { Field } from './field'
import type { BoundFieldProps } from './field-types'

type InputProps = Omit<ComponentProps<'input'>, 'name' | 'className' | 'value' | 'onChange' | 'disabled' | 'required'>

export interface TextFieldProps<T extends FieldValues, C, O> extends BoundFieldProps<T, C, O>, InputProps {
  inputClassName?: string
}

/** One line of text. `type="number"` gives a number, or null while it is empty. */
export function TextField<T extends FieldValues, C = unknown, O = T>(props: TextFieldProps<T, C, O>) {
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
    inputClassName,
    disabled,
    ...input
  } = props
  const { field, fieldState } = useController({ name, control })
  const value: unknown = field.value
  return (
    <Field
      {...{ label, hideLabel, description, required, optional, aside, className }}
      error={fieldState.error?.message}
    >
      {(attributes) => (
        <Input
          {...input}
          {...attributes}
          ref={field.ref}
          name={field.name}
          disabled={disabled}
          className={inputClassName}
          value={typeof value === 'string' || typeof value === 'number' ? value : ''}
          onBlur={(event) => {
            field.onBlur()
            input.onBlur?.(event)
          }}
          onChange={(event) => {
            if (input.type !== 'number') return field.onChange(event.target.value)
            field.onChange(event.target.value === '' ? null : event.target.valueAsNumber)
          }}
        />
      )}
    </Field>
  )
}
