'use client'

import { PlainField } from '../fields/plain-field'
import { useFieldSlot } from './step-form-context'

/** The name that cards, lists and runner messages show. */
export function StepNameField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const slot = useFieldSlot()
  return <PlainField label="Step name" maxLength={100} value={value} onChange={onChange} {...slot(['name'], value)} />
}
