'use client'

import { stepSettings } from '@/lib/flow/diff'
import { labelPath } from '@/lib/flow/diff-labels'
import type { FlowDocument } from '@/lib/flow/schema'
import { isJsonObject, type Json } from '@/lib/language/json'
import type { Path } from '@/lib/language/path'
import { stepName, stepPorts } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { useShowValue } from './field-changes'

/** How a step of an old version was set up: every field with its value, and where its ports led. */
export function StepSettings({ step, document }: { step: Step; document: FlowDocument }) {
  const show = useShowValue()
  const settings = stepSettings(step)
  return (
    <section aria-label={`Settings of ${stepName(step)}`} className="grid min-w-0 gap-2">
      <h3 className="font-medium text-sm">{stepName(step)}</h3>
      <dl className="min-w-0 divide-y divide-line overflow-hidden rounded-lg border border-line">
        {listLeaves(settings, []).map(({ path, value }) => (
          <Fact key={path.join('.')} label={labelPath(settings, path)} value={show(value)} />
        ))}
        {stepPorts(step).map((port) => {
          const to = step.next[port.id]
          const target = to !== undefined && Object.hasOwn(document.steps, to) ? document.steps[to] : undefined
          const name = target ? stepName(target) : 'nowhere'
          return <Fact key={`port ${port.id}`} label={`Port \u201c${port.label}\u201d leads to`} value={name} />
        })}
      </dl>
    </section>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid gap-0.5 px-2.5 py-1.5">
      <dt className="break-words text-muted text-xs">{label}</dt>
      <dd className="whitespace-pre-wrap break-words text-sm">{value}</dd>
    </div>
  )
}

/** The values without members of their own, each with its place; what is empty says so itself. */
function listLeaves(value: Json, path: Path): { path: Path; value: Json }[] {
  const members: [string | number, Json][] = Array.isArray(value)
    ? [...value.entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : []
  if (members.length === 0) return [{ path, value }]
  return members.flatMap(([key, member]) => (member === undefined ? [] : listLeaves(member, [...path, key])))
}
