'use client'

import { Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useKnownPaths } from '@/components/template/known-paths'
import { PathField, TemplateField } from '@/components/template/template-field'
import { IconButton } from '@/components/ui/button'
import type { ConditionRow } from '@/lib/language/condition'
import { OPERATORS, operatorNames } from '@/lib/language/operators'
import { ChoiceField } from '../../fields/plain-field'
import { useFieldSlot } from '../step-form-context'
import { LiveResult } from './live-result'
import { fromRangeEnds, OPERAND_HINTS, toOperandText, toRangeEnds, valueFor } from './operand'

const OPERATOR_OPTIONS = operatorNames.map((name) => ({ value: name, label: OPERATORS[name].label }))

export interface RowEditorProps {
  row: ConditionRow
  /** The row's place in words, to tell fields of different rows apart. */
  label: string
  path: readonly (string | number)[]
  removable: boolean
  /** Moves the row among the others. */
  handle: ReactNode
  onChange: (row: ConditionRow, name?: string) => void
  onRemove: () => void
}

/** One row: what to look at, how, and what with. */
export function RowEditor({ row, label, path, removable, handle, onChange, onRemove }: RowEditorProps) {
  const slot = useFieldSlot()
  // With a last run, both sides are shown below with what they come to.
  const previewed = useKnownPaths().context === null
  return (
    <fieldset
      aria-label={`Row ${label}`}
      className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)_auto] gap-x-1 gap-y-1.5"
    >
      {handle}
      <PathField
        label={`Key of row ${label}`}
        hideLabel
        maxLength={500}
        placeholder="connectors.crm.statusCode"
        value={row.key}
        onChange={(key) => onChange({ ...row, key })}
        previewed={previewed}
        {...slot([...path, 'key'], row.key)}
      />
      <IconButton label={`Remove row ${label}`} disabled={!removable} onClick={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
      <div className="col-span-2 col-start-2 grid min-w-0 grid-cols-[minmax(8.5rem,2fr)_minmax(0,3fr)] items-start gap-1.5">
        <ChoiceField
          label={`Operator of row ${label}`}
          hideLabel
          value={row.operator}
          options={OPERATOR_OPTIONS}
          // What needs no value has the whole width for its own words.
          className={OPERATORS[row.operator].value === 'none' ? 'col-span-full' : ''}
          onChange={(operator) => {
            const value = valueFor(operator, row.value)
            onChange({ key: row.key, operator, ...(value === undefined ? {} : { value }) }, 'Change operator')
          }}
        />
        <Operand row={row} label={label} path={path} onChange={onChange} />
        <LiveResult row={row} label={label} />
      </div>
    </fieldset>
  )
}

function Operand({ row, label, path, onChange }: Omit<RowEditorProps, 'removable' | 'handle' | 'onRemove'>) {
  const slot = useFieldSlot()
  // With a last run, both sides are shown below with what they come to.
  const previewed = useKnownPaths().context === null
  const takes = OPERATORS[row.operator].value
  const place = slot([...path, 'value'], row.value)
  const set = (value: string) => onChange({ ...row, value })
  if (takes === 'none') return null
  if (takes === 'range') {
    const [min, max] = toRangeEnds(row.value)
    return (
      <div className="grid grid-cols-[1fr_auto_1fr] items-start gap-1">
        <TemplateField
          label={`From, row ${label}`}
          hideLabel
          inputMode="decimal"
          placeholder="from"
          previewed={previewed}
          value={min}
          onChange={(next) => set(fromRangeEnds(next, max))}
          {...place}
        />
        <span aria-hidden className="pt-1.5 text-subtle">
          –
        </span>
        <TemplateField
          label={`To, row ${label}`}
          hideLabel
          inputMode="decimal"
          placeholder="to"
          previewed={previewed}
          value={max}
          onChange={(next) => set(fromRangeEnds(min, next))}
        />
      </div>
    )
  }
  return (
    <TemplateField
      label={`Value of row ${label}`}
      hideLabel
      mono={takes === 'pattern'}
      inputMode={takes === 'number' ? 'decimal' : undefined}
      placeholder={OPERAND_HINTS[takes]}
      previewed={previewed}
      value={toOperandText(row.value)}
      description={takes === 'list' ? 'With commas between.' : undefined}
      onChange={set}
      {...place}
    />
  )
}
