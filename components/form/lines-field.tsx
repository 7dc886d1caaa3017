'use client'

import { type FieldValues, useController } from 'react-hook-form'
import { Textarea } from '@/components/ui/textarea'
import { Field } from './field'
import type { BoundFieldProps } from './field-types'

export interface LinesFieldProps<T extends FieldValues, C, O> extends BoundFieldProps<T, C, O> {
  placeholder?: string
  rows?: number
}

/** A list of texts, one a line. Its value keeps empty lines while they are typed: the schema drops them. */
export function LinesField<T extends FieldValues, C = unknown, O = T>(props: LinesFieldProps<T, C, O>) {
  const { name, control, label, hideLabel, description, required, optional, aside, className, disabled, ...area } =
    props
  const { field, fieldState } = useController({ name, control })
  const value: unknown = field.value
  const lines = Array.isArray(value) ? value.map(String) : []
  return (
    <Field
      {...{ label, hideLabel, description, required, optional, aside, className }}
      error={messageOf(fieldState.error, lines)}
    >
      {(attributes) => (
        <Textarea
          {...area}
          {...attributes}
          ref={field.ref}
          name={field.name}
          disabled={disabled}
          spellCheck={false}
          className="font-mono text-xs"
          value={lines.join('\n')}
          onBlur={field.onBlur}
          onChange={(event) => field.onChange(event.target.value === '' ? [] : event.target.value.split('\n'))}
        />
      )}
    </Field>
  )
}

/** The list's own message, or that of its first wrong line with the line itself. */
function messageOf(error: unknown, lines: string[]): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('message' in error && typeof error.message === 'string') return error.message
  for (const [index, line] of lines.filter((text) => text.trim() !== '').entries()) {
    const inner: unknown = Reflect.get(error, index)
    if (typeof inner === 'object' && inner !== null && 'message' in inner && typeof inner.message === 'string')
      return `“${line.trim()}”: ${inner.message}`
  }
  return undefined
}
