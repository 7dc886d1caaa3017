'use client'

import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from './select'

export interface ChoiceFilterProps<V extends string> {
  /** The accessible name. */
  label: string
  /** The option that does not narrow. */
  all: string
  value: V | null
  options: readonly { value: V; label: string }[]
  onChange: (value: V | null) => void
}

const ALL = '*'

/** Narrows a list to one of some values. */
export function ChoiceFilter<V extends string>({ label, all, value, options, onChange }: ChoiceFilterProps<V>) {
  return (
    <Select
      value={value ?? ALL}
      onValueChange={(next) => onChange(options.find((option) => option.value === next)?.value ?? null)}
    >
      <SelectTrigger aria-label={label} className="w-full sm:w-31">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        <SelectItem value={ALL}>{all}</SelectItem>
        {options.map((option) => (
          <SelectItem key={option.value} value={option.value}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
