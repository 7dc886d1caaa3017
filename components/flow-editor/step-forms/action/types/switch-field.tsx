'use client'

import { useId } from 'react'
import { Switch } from '@/components/ui/switch'

export interface SwitchFieldProps {
  label: string
  description: string
  value: boolean
  onChange: (value: boolean) => void
}

/** A choice of yes or no, with what it means. */
export function SwitchField({ label, description, value, onChange }: SwitchFieldProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-2">
      <Switch
        id={id}
        checked={value}
        onCheckedChange={onChange}
        aria-describedby={`${id}-description`}
        className="mt-px"
      />
      <div className="grid gap-0.5">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        <p id={`${id}-description`} className="text-pretty text-subtle text-xs">
          {description}
        </p>
      </div>
    </div>
  )
}
