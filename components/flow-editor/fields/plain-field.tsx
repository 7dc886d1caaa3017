'use client'

import type { ComponentProps, ReactNode } from 'react'
import { Field } from '@/components/form/field'
import { Input } from '@/components/ui/input'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'

interface CommonProps {
  label: ReactNode
  hideLabel?: boolean | undefined
  description?: ReactNode
  error?: string | undefined
  required?: boolean | undefined
  optional?: boolean | undefined
  aside?: ReactNode
  className?: string | undefined
  disabled?: boolean | undefined
  /** Where the value lies in the step, for problems that lead here. */
  fieldPath?: string | undefined
}

export interface PlainFieldProps extends CommonProps {
  value: string
  onChange: (value: string) => void
  onBlur?: (() => void) | undefined
  multiline?: boolean
  mono?: boolean
  maxLength?: number
  placeholder?: string
  /** The id of a datalist with what may be meant. */
  list?: string
  inputMode?: ComponentProps<'input'>['inputMode']
}

/** Text without dynamic values. */
export function PlainField({ value, onChange, multiline, mono, fieldPath, className, ...props }: PlainFieldProps) {
  const { label, hideLabel, description, error, required, optional, aside, ...input } = props
  return (
    <div data-field={fieldPath} className={className}>
      <Field {...{ label, hideLabel, description, error, required, optional, aside }}>
        {(control) => {
          const attributes = {
            ...input,
            ...control,
            value,
            autoComplete: 'off',
            spellCheck: false,
            className: mono ? 'font-mono text-xs' : undefined,
            onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
          }
          return multiline ? <Textarea {...attributes} /> : <Input {...attributes} />
        }}
      </Field>
    </div>
  )
}

export interface NumberFieldProps extends Omit<PlainFieldProps, 'value' | 'onChange' | 'multiline'> {
  value: number | undefined
  /** Undefined while the field is empty. */
  onChange: (value: number | undefined) => void
  min?: number
  max?: number
}

export function NumberField({ value, onChange, fieldPath, className, mono, ...props }: NumberFieldProps) {
  const { label, hideLabel, description, error, required, optional, aside, ...input } = props
  return (
    <div data-field={fieldPath} className={className}>
      <Field {...{ label, hideLabel, description, error, required, optional, aside }}>
        {(control) => (
          <Input
            {...input}
            {...control}
            type="number"
            value={value ?? ''}
            className={mono ? 'font-mono text-xs' : undefined}
            onChange={({ currentTarget }) =>
              onChange(currentTarget.value === '' ? undefined : currentTarget.valueAsNumber)
            }
          />
        )}
      </Field>
    </div>
  )
}

export interface ChoiceFieldProps<V extends string> extends CommonProps {
  value: V | ''
  options: readonly { value: V; label: string; description?: string | undefined }[]
  onChange: (value: V) => void
  placeholder?: string
}

/** One of a short list. */
export function ChoiceField<V extends string>({ value, options, onChange, ...props }: ChoiceFieldProps<V>) {
  const { fieldPath, className, placeholder, disabled, ...field } = props
  return (
    <div data-field={fieldPath} className={className}>
      <Field {...field}>
        {(control) => (
          <Select
            value={value}
            disabled={disabled}
            onValueChange={(next) => {
              const option = options.find((each) => each.value === next)
              if (option) onChange(option.value)
            }}
          >
            <SelectTrigger {...control}>
              <SelectValue placeholder={placeholder ?? 'Choose'} />
            </SelectTrigger>
            <SelectContent>
              {options.map((option) => (
                <SelectItem key={option.value} value={option.value} description={option.description}>
                  {option.label}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
      </Field>
    </div>
  )
}
