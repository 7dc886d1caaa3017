'use client'

import { type FieldValues, useController } from 'react-hook-form'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import { Field } from './field'
import type { BoundFieldProps } from './field-types'

export interface SelectOption {
  value: string
  label: string
  description?: string
  disabled?: boolean
}

export interface SelectFieldProps<T extends FieldValues, C, O> extends BoundFieldProps<T, C, O> {
  /** Values may not be empty text. */
  options: readonly SelectOption[]
  placeholder?: string
  /** After the form's value has changed. */
  onValueChange?: (value: string) => void
}

export function SelectField<T extends FieldValues, C = unknown, O = T>(props: SelectFieldProps<T, C, O>) {
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
    disabled,
    options,
    placeholder,
  } = props
  const { field, fieldState } = useController({ name, control })
  const value: unknown = field.value
  return (
    <Field
      {...{ label, hideLabel, description, required, optional, aside, className }}
      error={fieldState.error?.message}
    >
      {(attributes) => (
        <Select
          value={typeof value === 'string' ? value : ''}
          disabled={disabled}
          onValueChange={(next) => {
            // Inside a form the hidden native select reports an empty value when its options change.
            if (next === '') return
            field.onChange(next)
            props.onValueChange?.(next)
          }}
        >
          <SelectTrigger {...attributes} ref={field.ref} onBlur={field.onBlur}>
            <SelectValue placeholder={placeholder ?? 'Choose'} />
          </SelectTrigger>
          <SelectContent>
            {options.map((option) => (
              <SelectItem
                key={option.value}
                value={option.value}
                description={option.description}
                disabled={option.disabled}
              >
                {option.label}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </Field>
  )
}
