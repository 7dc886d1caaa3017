'use client'

import { type ReactNode, useState } from 'react'
import { DifferenceLine } from '@/components/messages/difference-line'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { countChanges, isSameFlow, type LoneStep, listMovedSteps, type StepDiff } from '@/lib/flow/diff'
import type { FlowDocument } from '@/lib/flow/schema'
import { stepName, stepPorts } from '@/lib/steps/definitions'
import type { StepMark } from '../canvas/compared-flow'
import { describeStep } from '../canvas/step-look'
import { StepMarkBadge } from '../canvas/step-mark'
import { FieldChanges } from './field-changes'
import type { Comparison } from './shown-version'

/** So many steps are shown at first; the rest on request. */
const SHOWN_STEPS = 60

export interface ChangeListProps {
  comparison: Comparison
  selectedStepId: string | null
  /** Absent: the steps are not shown anywhere else. */
  onSelectStep?: ((stepId: string) => void) | undefined
}

/** What makes one version another: steps that came and went, and every field that differs, before and after. */
export function ChangeList({ comparison, selectedStepId, onSelectStep }: ChangeListProps) {
  const { diff, before, after } = comparison
  const [all, setAll] = useState(false)
  const entries = [
    ...diff.added.map((lone) => ({ mark: 'added' as const, id: lone.id, name: stepName(lone.step), lone })),
    ...diff.removed.map((lone) => ({ mark: 'removed' as const, id: lone.id, name: stepName(lone.step), lone })),
    ...diff.changed.map((change) => ({
      mark: 'changed' as const,
      id: change.id,
      name: stepName(change.after),
      change,
    })),
  ]
  const moved = listMovedSteps(diff).length
  if (isSameFlow(diff))
    return <p className="text-muted text-sm">There is no difference: both hold exactly the same flow.</p>
  return (
    <div className="grid min-w-0 gap-2">
      <ChangeSummary comparison={comparison} />
      {diff.flow.length > 0 ? (
        <Entry title="The flow itself" mark="changed" selected={false}>
          <FieldChanges changes={diff.flow} before={before} after={after} />
        </Entry>
      ) : null}
      {(all ? entries : entries.slice(0, SHOWN_STEPS)).map((entry) => (
        <Entry
          key={`${entry.mark}:${entry.id}`}
          title={entry.name}
          mark={entry.mark}
          selected={entry.id === selectedStepId}
          onSelect={onSelectStep ? () => onSelectStep(entry.id) : undefined}
        >
          {'lone' in entry ? (
            <LoneSummary lone={entry.lone} />
          ) : (
            <StepChanges change={entry.change} comparison={comparison} />
          )}
        </Entry>
      ))}
      {!all && entries.length > SHOWN_STEPS ? (
        <Button onClick={() => setAll(true)}>Show all {entries.length} steps that differ</Button>
      ) : null}
      {moved > 0 ? (
        <p className="text-muted text-xs">
          {moved === 1 ? 'One step lies' : `${moved} steps lie`} at another place on the canvas. That changes nothing
          that runs.
        </p>
      ) : null}
    </div>
  )
}

/** How many steps came, went and changed. */
export function ChangeSummary({ comparison: { diff } }: { comparison: Comparison }) {
  const counts: [StepMark, number][] = [
    ['added', diff.added.length],
    ['removed', diff.removed.length],
    ['changed', diff.changed.length],
  ]
  if (countChanges(diff) === 0) return <Badge>Only places on the canvas</Badge>
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-xs">
      {counts.map(([mark, count]) =>
        count === 0 ? null : (
          <span key={mark} className="inline-flex items-center gap-1">
            <StepMarkBadge mark={mark} />
            {count === 1 ? '1 step' : `${count} steps`}
          </span>
        ),
      )}
      {diff.flow.length > 0 ? <Badge tone="warning">The flow itself</Badge> : null}
    </p>
  )
}

interface EntryProps {
  title: string
  mark: StepMark
  selected: boolean
  onSelect?: (() => void) | undefined
  children: ReactNode
}

function Entry({ title, mark, selected, onSelect, children }: EntryProps) {
  return (
    <section
      aria-label={title}
      className={cn('min-w-0 overflow-hidden rounded-lg border bg-surface', selected ? 'border-accent' : 'border-line')}
    >
      <h3 className="flex min-w-0 items-center gap-2 px-2.5 py-1.5 font-medium text-sm">
        <StepMarkBadge mark={mark} className="shrink-0" />
        {onSelect ? (
          <button
            type="button"
            aria-pressed={selected}
            onClick={onSelect}
            className="min-w-0 truncate rounded-sm text-left underline-offset-2 hover:underline"
          >
            {title}
          </button>
        ) : (
          <span className="min-w-0 truncate">{title}</span>
        )}
      </h3>
      {children}
    </section>
  )
}

function LoneSummary({ lone: { step } }: { lone: LoneStep }) {
  return <p className="px-2.5 pb-2 text-muted text-xs">{describeStep(step)}</p>
}

function StepChanges({ change, comparison }: { change: StepDiff; comparison: Comparison }) {
  const { fields, edges, before, after } = change
  const labels = new Map([...stepPorts(before), ...stepPorts(after)].map(({ id, label }) => [id, label]))
  return (
    <>
      <FieldChanges changes={fields} before={before} after={after} />
      {edges.map((edge) => (
        <div key={edge.port} className="border-line border-t">
          <p className="break-words px-2.5 py-1 text-muted text-xs">
            Port {'\u201c'}
            {labels.get(edge.port) ?? edge.port}
            {'\u201d'} leads to
          </p>
          <DifferenceLine sign="-" text={targetName(comparison.before, edge.before)} />
          <DifferenceLine sign="+" text={targetName(comparison.after, edge.after)} />
        </div>
      ))}
    </>
  )
}

function targetName({ steps }: FlowDocument, stepId: string | null): string {
  if (stepId === null) return 'nowhere'
  const step = Object.hasOwn(steps, stepId) ? steps[stepId] : undefined
  return step ? stepName(step) : 'a step that is not there'
}
