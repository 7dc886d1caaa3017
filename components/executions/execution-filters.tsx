'use client'

import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { statusLabels } from '@/components/messages/status-badge'
import { Button } from '@/components/ui/button'
import { ChoiceFilter } from '@/components/ui/choice-filter'
import { SearchInput } from '@/components/ui/search-input'
import { TimeFilter } from '@/components/ui/time-filter'
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
      <ChoiceFilter
        label="Version"
        all="Any version"
        value={toVersion(params.version) === null ? null : params.version}
        options={versionOptions(chosen?.liveVersion ?? null, params.version)}
        onChange={(version) => onChange({ version })}
      />
      <ChoiceFilter
        label="Status"
        all="Any status"
        value={params.status}
        options={executionStatuses.map((value) => ({ value, label: statusLabels[value] }))}
        onChange={(status) => onChange({ status })}
      />
      <ChoiceFilter
        label="Trigger"
        all="Any trigger"
        value={params.trigger}
        options={executionTriggers.map((value) => ({ value, label: triggerLabels[value] }))}
        onChange={(trigger) => onChange({ trigger })}
      />
      <ChoiceFilter
        label="Asynchronous calls"
        all="Any calls"
        value={params.async}
        options={asyncStates.map((value) => ({ value, label: asyncLabels[value] }))}
        onChange={(async) => onChange({ async })}
      />
      <ChoiceFilter
        label="Time"
        all="Any time"
        value={params.range}
        options={timeRanges.map((value) => ({ value, label: rangeLabels[value] }))}
        onChange={(range) => onChange({ range, ...(range === 'custom' ? {} : { from: null, to: null }) })}
      />
      {params.range === 'custom' ? (
        <>
          <TimeFilter label="From" value={params.from} onChange={(from) => onChange({ from })} />
          <TimeFilter label="To" value={params.to} onChange={(to) => onChange({ to })} />
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
