'use client'

import { useState } from 'react'
import { PlainField } from '../../fields/plain-field'

export interface ButtonIdFieldProps {
  value: string
  taken: readonly string[]
  onChange: (id: string) => void
  fieldPath: string
  error: string | undefined
}

/**
 * The id of a button, which is its port. It enters the document when the field is left, so that half-typed ids never
 * meet another button's and take its edge.
 */
export function ButtonIdField({ value, taken, onChange, fieldPath, error }: ButtonIdFieldProps) {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    setText(value)
  }
  const refused =
    text === ''
      ? 'Give the button an id; until then it keeps the old one.'
      : taken.includes(text)
        ? `Another button has the id ${text}. Choose another one.`
        : undefined
  return (
    <PlainField
      label="Id"
      mono
      maxLength={40}
      value={text}
      onChange={setText}
      onBlur={() => {
        if (refused === undefined && text !== value) onChange(text)
      }}
      fieldPath={fieldPath}
      error={text === value ? error : refused}
      description="The name of its port."
    />
  )
}
