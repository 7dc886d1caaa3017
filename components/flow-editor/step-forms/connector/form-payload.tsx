'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { TemplateField } from '@/components/template/template-field'
import { Button, IconButton } from '@/components/ui/button'
import { PlainField } from '../../fields/plain-field'
import { isSame } from '../step-changes'
import { useFieldSlot } from '../step-form-context'
import { type FormRow, fromRows, rowError, toRows } from './form-rows'

export interface FormPayloadProps {
  value: Readonly<Record<string, string>>
  onChange: (value: Record<string, string>, name?: string) => void
}

/** Rows of a form body. */
export function FormPayload({ value, onChange }: FormPayloadProps) {
  const slot = useFieldSlot()
  const [rows, setRows] = useState<readonly FormRow[]>(() => toRows(value))
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    if (!isSame(fromRows(rows), value)) setRows(toRows(value))
  }
  const change = (next: readonly FormRow[], name?: string) => {
    setRows(next)
    onChange(fromRows(next), name)
  }
  const edit = (index: number, row: FormRow) => change(rows.map((each, at) => (at === index ? row : each)))
  return (
    <>
      {rows.map((row, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a name that is typed would remount its field
          key={index}
          className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-1.5"
        >
          <PlainField
            label={`Name of field ${index + 1}`}
            hideLabel
            mono
            placeholder="name"
            value={row[0]}
            error={rowError(rows, index) ?? undefined}
            onChange={(name) => edit(index, [name, row[1]])}
          />
          <TemplateField
            label={`Value of field ${index + 1}`}
            hideLabel
            placeholder="value"
            value={row[1]}
            onChange={(text) => edit(index, [row[0], text])}
            {...slot(['payload', 'value', row[0]], row[1])}
          />
          <IconButton
            label={`Remove ${row[0] || `field ${index + 1}`}`}
            onClick={() =>
              change(
                rows.filter((_, at) => at !== index),
                'Remove form field',
              )
            }
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="sm" variant="ghost" onClick={() => setRows([...rows, ['', '']])}>
          <Plus aria-hidden />
          Add field
        </Button>
      </div>
    </>
  )
}
