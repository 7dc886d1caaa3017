'use client'

import { useId } from 'react'
import { useController } from 'react-hook-form'
import { Field } from '@/components/form/field'
import { TextField } from '@/components/form/text-field'
import { Checkbox } from '@/components/ui/checkbox'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import type { Attribute } from '@/lib/identity/attributes/schema'
import type { AttributeFormValues } from './attribute-values'

interface FormWithAttributes {
  customAttributes: AttributeFormValues
}

export interface AttributeFieldsProps {
  attributes: readonly Attribute[]
  disabled: boolean
}

/** A field for each custom attribute, by its type; of the form around it. */
export function AttributeFields({ attributes, disabled }: AttributeFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {attributes.map((attribute) => (
        <AttributeField key={attribute.name} attribute={attribute} disabled={disabled} />
      ))}
    </div>
  )
}

function AttributeField({ attribute, disabled }: { attribute: Attribute; disabled: boolean }) {
  const { type, options } = attribute
  if (type === 'boolean') {
    return <ChoiceField attribute={attribute} disabled={disabled} options={YES_NO} />
  }
  if (type === 'singleSelect') {
    const choices = options.map((value) => ({ value, label: value }))
    return <ChoiceField attribute={attribute} disabled={disabled} options={choices} />
  }
  if (type === 'multiSelect') return <OptionsField attribute={attribute} disabled={disabled} />
  if (type === 'date') return <DateField attribute={attribute} disabled={disabled} />
  return (
    <TextField<FormWithAttributes, unknown, FormWithAttributes>
      name={`customAttributes.${attribute.name}`}
      label={labelOf(attribute)}
      disabled={disabled}
      autoComplete="off"
      {...(type === 'number' ? { type: 'number', step: 'any' } : {})}
    />
  )
}

/** What people call an attribute. */
export function labelOf({ name, displayName }: Pick<Attribute, 'name' | 'displayName'>): string {
  return displayName || name
}

const YES_NO = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]

interface AttributeFieldProps {
  attribute: Attribute
  disabled: boolean
}

// A moment is typed as it is stored; a day is picked.
function DateField({ attribute, disabled }: AttributeFieldProps) {
  const name = `customAttributes.${attribute.name}` as const
  const { field } = useController<FormWithAttributes, typeof name>({ name })
  const moment = typeof field.value === 'string' && field.value.includes('T')
  return (
    <TextField<FormWithAttributes, unknown, FormWithAttributes>
      name={name}
      label={labelOf(attribute)}
      disabled={disabled}
      {...(moment ? {} : { type: 'date' })}
    />
  )
}

const NONE = ' '

function ChoiceField({
  attribute,
  disabled,
  options,
}: AttributeFieldProps & { options: readonly { value: string; label: string }[] }) {
  const name = `customAttributes.${attribute.name}` as const
  const { field, fieldState } = useController<FormWithAttributes, typeof name>({ name })
  const value = typeof field.value === 'string' ? field.value : ''
  // A value that is no option any more stays until another one is chosen.
  const known = value === '' || options.some((option) => option.value === value)
  return (
    <Field label={labelOf(attribute)} error={fieldState.error?.message}>
      {(control) => (
        <Select
          value={value === '' ? NONE : value}
          disabled={disabled}
          onValueChange={(next) => (next === '' ? undefined : field.onChange(next === NONE ? '' : next))}
        >
          <SelectTrigger {...control} ref={field.ref} onBlur={field.onBlur}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={NONE}>Not set</SelectItem>
            {known ? null : <SelectItem value={value}>{value} (no option any more)</SelectItem>}
            {options.map((option) => (
              <SelectItem key={option.value} value={option.value}>
                {option.label}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </Field>
  )
}

function OptionsField({ attribute, disabled }: AttributeFieldProps) {
  const name = `customAttributes.${attribute.name}` as const
  const { field, fieldState } = useController<FormWithAttributes, typeof name>({ name })
  const id = useId()
  const chosen = Array.isArray(field.value) ? field.value : []
  const options = [...attribute.options, ...chosen.filter((each) => !attribute.options.includes(each))]
  const toggle = (option: string, on: boolean) =>
    field.onChange(on ? [...chosen, option] : chosen.filter((each) => each !== option))
  const error = fieldState.error?.message
  return (
    <fieldset className="grid content-start gap-1.5" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1.5 font-medium text-sm">{labelOf(attribute)}</legend>
      <div className="grid max-h-40 gap-1.5 overflow-y-auto">
        {options.map((option) => (
          <div key={option} className="flex items-center gap-2 text-sm">
            <Checkbox
              id={`${id}-${option}`}
              checked={chosen.includes(option)}
              disabled={disabled}
              onCheckedChange={(state) => toggle(option, state === true)}
            />
            <label htmlFor={`${id}-${option}`}>{option}</label>
          </div>
        ))}
      </div>
      {error ? (
        <p id={`${name}-error`} className="text-danger text-xs">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
