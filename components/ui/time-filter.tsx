'use client'

import { useId } from 'react'
import { Input } from './input'
import { Label } from './label'

export interface TimeFilterProps {
  label: string
  value: Date | null
  onChange: (value: Date | null) => void
}

/** One end of a span of time that narrows a list. */
export function TimeFilter({ label, value, onChange }: TimeFilterProps) {
  const id = useId()
  return (
    <span className="flex items-center gap-1.5 max-sm:col-span-2">
      <Label htmlFor={id} className="font-normal text-muted max-sm:w-10">
        {label}
      </Label>
      <Input
        id={id}
        type="datetime-local"
        className="w-48 max-sm:min-w-0 max-sm:flex-1"
        value={value ? toLocalText(value) : ''}
        onChange={({ target }) => {
          const date = new Date(target.value)
          onChange(target.value === '' || Number.isNaN(date.getTime()) ? null : date)
        }}
      />
    </span>
  )
}

/** `2026-03-01T12:30` in the browser's zone, as the field wants it. */
function toLocalText(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
