import type { FlowDocument } from '@/lib/flow/schema'
import { stepPorts } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'

/** Whether two JSON-like values are the same; a key that is undefined counts as absent. */
export function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right)
}

/**
 * What a form shows after the document changed under it: the document's values, but where the person has typed
 * something that is not in the document yet.
 */
export function mergeExternal<S extends Step>(base: S, local: S, external: S): S {
  const merged: S = { ...external }
  for (const key of keysOf(base, local)) {
    if (!isSame(local[key], base[key])) merged[key] = local[key]
  }
  return merged
}

/** The top-level fields of a step in which a form differs from what it last agreed on with the document. */
export function changedFields<S extends Step>(base: S, local: S): (keyof S)[] {
  return keysOf(base, local).filter((key) => key !== 'kind' && key !== 'next' && !isSame(local[key], base[key]))
}

/**
 * Writes the changed fields into the draft. Edges of ports that are gone go with them; the edge of a renamed button
 * stays with the button.
 */
export function writeStep<S extends Step>(
  draft: FlowDocument,
  stepId: string,
  fields: readonly (keyof S)[],
  values: S,
) {
  const before = draft.steps[stepId]
  if (!before || before.kind !== values.kind) return
  const changes: Partial<S> = {}
  for (const key of fields) changes[key] = values[key]
  const after: Step = Object.assign({ ...before }, structuredClone(withoutUndefined(changes)))
  for (const key of fields) if (values[key] === undefined) Reflect.deleteProperty(after, key)
  after.next = keepEdges(before, after)
  draft.steps[stepId] = after
}

/** The edges that a step has after a change of its ports. */
export function keepEdges(before: Step, after: Step): Record<string, string> {
  const ports = stepPorts(after).map((port) => port.id)
  const renamed = findRenamedPort(before, after)
  const next: Record<string, string> = {}
  for (const port of ports) {
    const target = before.next[port] ?? (renamed?.to === port ? before.next[renamed.from] : undefined)
    if (target !== undefined) next[port] = target
  }
  return next
}

/** A rename is one port that went and one that came, at the same place among as many ports. */
function findRenamedPort(before: Step, after: Step): { from: string; to: string } | null {
  const from = stepPorts(before).map((port) => port.id)
  const to = stepPorts(after).map((port) => port.id)
  if (from.length !== to.length) return null
  const changed = from.flatMap((port, index) => (port === to[index] ? [] : [{ from: port, to: to[index] ?? '' }]))
  const [only] = changed
  return only && changed.length === 1 && !to.includes(only.from) && !from.includes(only.to) ? only : null
}

function keysOf<S extends Step>(base: S, local: S): (keyof S)[] {
  const keys: Partial<S> = { ...base, ...local }
  const found: (keyof S)[] = []
  for (const key in keys) found.push(key)
  return found
}

function withoutUndefined<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
