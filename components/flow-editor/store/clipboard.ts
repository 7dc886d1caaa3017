import { COPIED_STEPS_FORMAT, type CopiedSteps, copiedStepsSchema } from '@/lib/flow/copied-steps'
import type { FlowDocument } from '@/lib/flow/schema'
import type { Json } from '@/lib/language/json'
import { isKeyed } from '@/lib/steps/context-key'
import { type Step, stepSchema } from '@/lib/steps/schemas'
import { contextKeys, uniqueContextKey, uniqueStepId, uniqueStepName } from './names'

/** The steps as text for the clipboard, with the edges among them; null when there is nothing to copy (Start stays). */
export function copySteps(document: FlowDocument, stepIds: readonly string[]): string | null {
  const ids = new Set(stepIds.filter((id) => document.steps[id] && document.steps[id].kind !== 'start'))
  if (ids.size === 0) return null
  const steps: Record<string, Step> = {}
  const layout: CopiedSteps['layout'] = {}
  for (const id of ids) {
    const step = document.steps[id]
    if (!step) continue
    const inside = Object.entries(step.next).filter(([, target]) => ids.has(target))
    steps[id] = { ...step, next: Object.fromEntries(inside) }
    layout[id] = document.layout[id] ?? [0, 0]
  }
  return JSON.stringify({ format: COPIED_STEPS_FORMAT, steps, layout } satisfies CopiedSteps, null, 2)
}

/** Reads what `copySteps` wrote; null for any other text. */
export function parseCopiedSteps(text: string): CopiedSteps | null {
  if (!text.includes(COPIED_STEPS_FORMAT)) return null
  try {
    return copiedStepsSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/**
 * Adds copied steps with ids, names and context keys that are free here; edges and dynamic values among them follow.
 * @param at where the top left corner of the group goes
 * @returns the ids of the new steps
 */
export function pasteSteps(document: FlowDocument, copied: CopiedSteps, at: { x: number; y: number }): string[] {
  const entries = Object.entries(copied.steps).filter(([, step]) => step.kind !== 'start')
  const taken = new Set(Object.keys(document.steps))
  const ids = new Map<string, string>()
  for (const [id, step] of entries) {
    const fresh = uniqueStepId(step.name || id, taken)
    taken.add(fresh)
    ids.set(id, fresh)
  }
  const keys = freshKeys(
    entries.map(([, step]) => step),
    contextKeys(document),
  )
  const places = entries.map(([id]) => copied.layout[id] ?? ([0, 0] as const))
  const left = Math.min(...places.map(([x]) => x))
  const top = Math.min(...places.map(([, y]) => y))
  entries.forEach(([id, original], index) => {
    const fresh = ids.get(id)
    const [x, y] = places[index] ?? [0, 0]
    if (fresh === undefined) return
    const step = stepSchema.parse(renamePaths(toJson(original), keys))
    if (step.name) step.name = uniqueStepName(step.name, document)
    if (isKeyed(step)) step.contextKey = keys.get(step.contextKey) ?? step.contextKey
    step.next = Object.fromEntries(
      Object.entries(step.next).flatMap(([port, target]) => {
        const to = ids.get(target)
        return to === undefined ? [] : [[port, to]]
      }),
    )
    document.steps[fresh] = step
    document.layout[fresh] = [Math.round(at.x + x - left), Math.round(at.y + y - top)]
  })
  return [...ids.values()]
}

function freshKeys(steps: readonly Step[], taken: Set<string>): Map<string, string> {
  const keys = new Map<string, string>()
  for (const step of steps) {
    if (!isKeyed(step) || step.contextKey === '' || keys.has(step.contextKey)) continue
    const fresh = uniqueContextKey(step.contextKey.replace(/\d+$/, '') || step.contextKey, taken)
    const key = taken.has(step.contextKey) ? fresh : step.contextKey
    taken.add(key)
    keys.set(step.contextKey, key)
  }
  return keys
}

/** The value with the results of copied steps renamed, in dynamic values and in the keys of condition rows. */
function renamePaths(value: Json, keys: ReadonlyMap<string, string>, field = ''): Json {
  const rename = (path: string) =>
    path.replace(
      /^(\s*(?:connectors|scripts|subflows)\.)([A-Za-z_][A-Za-z0-9_]*)/,
      (whole, root: string, key: string) => {
        const fresh = keys.get(key)
        return fresh === undefined ? whole : root + fresh
      },
    )
  if (typeof value === 'string') {
    if (field === 'key') return rename(value)
    return value.replace(/(?<!\\)\{\{([^{}]*)\}\}/g, (_, path: string) => `{{${rename(path)}}}`)
  }
  if (Array.isArray(value)) return value.map((item) => renamePaths(item, keys))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, renamePaths(item, keys, name)]))
}

function toJson(step: Step): Json {
  const value: Json = JSON.parse(JSON.stringify(step))
  return value
}
