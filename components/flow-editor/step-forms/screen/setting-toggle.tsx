'use client'

import { useId } from 'react'
import { Checkbox } from '@/components/ui/checkbox'

/** A setting of a component that is on or off. */
export function SettingToggle({
  label,
  description,
  checked,
  onChange,
}: {
  label: string
  description?: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-2">
      <Checkbox id={id} checked={checked} onCheckedChange={(next) => onChange(next === true)} className="mt-0.5" />
      <label htmlFor={id} className="text-sm">
        {label}
        {description ? <span className="text-subtle text-xs"> {description}</span> : null}
      </label>
    </div>
  )
}
