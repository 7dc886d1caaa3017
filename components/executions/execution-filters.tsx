'use client'

import { X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { statusLabels } from '@/components/messages/status-badge'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import { SearchInput } from '@/components/ui/search-input'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import { executionStatuses, executionTriggers } from '@/lib/runner/types'
import {
  type AsyncState,
  asyncStates,
  type ExecutionParams,
  isFiltered,
  type TimeRange,
  timeRanges,
  toVersion,
} from './execution-params'
import { FlowFilter } from './flow-filter'
import { triggerLabels } from './trigger-labels'
import type { FlowChoice } from './use-executions'

const TYPING_MS = 300
const VERSIONS_OFFERED = 50

const rangeLabels: Readonly<Record<TimeRange, string>> = {
  hour: 'Last hour',
  day: 'Last 24 hours',
  week: 'Last 7 days',
  month: 'Last 30 days',
  custom: 'From – to…',
}

const asyncLabels: Readonly<Record<AsyncState, string>> = { failed: 'Asynchronous failures' }

export interface ExecutionFiltersProps {
  projectId: string
  params: ExecutionParams
  /** The chosen flow's name, when it is known. */
  flowName: string | undefined
  onChange: (change: Partial<ExecutionParams>) => void
  onClear: () => void
}

/** The filters above the list of executions. */
export function ExecutionFilters({ projectId, params, flowName, onChange, onClear }: ExecutionFiltersProps) {
  const [flow, setFlow] = useState<FlowChoice | null>(null)
  const chosen = flow?.id === params.flow ? flow : null
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 max-sm:grid max-sm:grid-cols-2">
      <TextFilter value={params.q ?? ''} onChange={(q) => onChange({ q: q || null })} />
      <FlowFilter
        projectId={projectId}
        value={params.flow}
        name={chosen?.name ?? flowName}
        onChange={(next) => {
          setFlow(next)
          onChange({ flow: next?.id ?? null, version: null })
        }}
      />
      <Choice
        label="Version"
        all="Any version"
        value={toVersion(params.version) === null ? null : params.version}
        options={versionOptions(chosen?.liveVersion ?? null, params.version)}
        onChange={(version) => onChange({ version })}
      />
      <Choice
        label="Status"
        all="Any status"
        value={params.status}
        options={executionStatuses.map((value) => ({ value, label: statusLabels[value] }))}
        onChange={(status) => onChange({ status })}
      />
      <Choice
        label="Trigger"
        all="Any trigger"
        value={params.trigger}
        options={executionTriggers.map((value) => ({ value, label: triggerLabels[value] }))}
        onChange={(trigger) => onChange({ trigger })}
      />
      <Choice
        label="Asynchronous calls"
        all="Any calls"
        value={params.async}
        options={asyncStates.map((value) => ({ value, label: asyncLabels[value] }))}
        onChange={(async) => onChange({ async })}
      />
      <Choice
        label="Time"
        all="Any time"
        value={params.range}
        options={timeRanges.map((value) => ({ value, label: rangeLabels[value] }))}
        onChange={(range) => onChange({ range, ...(range === 'custom' ? {} : { from: null, to: null }) })}
      />
      {params.range === 'custom' ? (
        <>
          <TimeInput label="From" value={params.from} onChange={(from) => onChange({ from })} />
          <TimeInput label="To" value={params.to} onChange={(to) => onChange({ to })} />
        </>
      ) : null}
      {isFiltered(params) || params.range ? (
        <Button variant="ghost" size="sm" aria-label="Clear filters" onClick={onClear}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
    </div>
  )
}

function TextFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value)
  const latest = useRef(onChange)
  latest.current = onChange
  // The address may change by itself: Clear filters, or the browser's Back.
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => latest.current(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <SearchInput
      label="Search by id, flow or error"
      value={text}
      onValueChange={setText}
      className="max-sm:col-span-2 max-sm:max-w-none sm:w-54"
    />
  )
}

interface ChoiceProps<V extends string> {
  label: string
  /** The option that does not narrow. */
  all: string
  value: V | null
  options: readonly { value: V; label: string }[]
  onChange: (value: V | null) => void
}

const ALL = '*'

function Choice<V extends string>({ label, all, value, options, onChange }: ChoiceProps<V>) {
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

/** The draft and, of a chosen flow, its versions; always the one in the address. */
function versionOptions(live: number | null, current: string | null): { value: string; label: string }[] {
  const numbers = Array.from({ length: Math.min(live ?? 0, VERSIONS_OFFERED) }, (_, index) => (live ?? 0) - index)
  const known = toVersion(current)
  if (typeof known === 'number' && !numbers.includes(known)) numbers.push(known)
  return [
    { value: 'draft', label: 'Draft' },
    ...numbers.map((number) => ({ value: String(number), label: `Version ${number}` })),
  ]
}

function TimeInput({
  label,
  value,
  onChange,
}: {
  label: string
  value: Date | null
  onChange: (value: Date | null) => void
}) {
  const id = useId()
  return (
    <span className="flex items-center gap-1.5 max-sm:col-span-2">
      <Label htmlFor={id} className="font-normal text-muted">
        {label}
      </Label>
      <Input
        id={id}
        type="datetime-local"
        className="w-48"
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
