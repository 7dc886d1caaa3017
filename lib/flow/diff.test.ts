import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../language/canonical-json'
import { type Json, jsonSchema } from '../language/json'
import type { Path } from '../language/path'
import { countChanges, diffFlows, type FlowDiff, isSameFlow, listMovedSteps } from './diff'
import { labelPath } from './diff-labels'
import { diffValues, type ValueChange } from './diff-values'
import { emptyFlow, type FlowDocument, flowDocumentSchema } from './schema'

const word = fc.constantFrom('a', 'b', 'c', 'd e', '')
const id = fc.constantFrom('a', 'b', 'c')
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => !canonicalJson(value).includes('__proto__'))
  .map((value) => jsonSchema.parse(value))
const stepId = fc.constantFrom('start', 's1', 's2', 's3', 's4')
const next = fc.dictionary(fc.constantFrom('default', 'submit', 'success', 'yes', 'else'), stepId, { maxKeys: 2 })
const component = fc.oneof(
  fc.record({ type: fc.constant('heading' as const), text: word }),
  fc.record(
    { type: fc.constant('email' as const), name: id, label: word, required: fc.boolean() },
    { requiredKeys: ['type', 'name', 'label'] },
  ),
  fc.record({ type: fc.constant('button' as const), id, text: word }),
)
const row = fc.record({ key: word, operator: fc.constantFrom('equal' as const, 'contains' as const), value: json })
const step = fc.oneof(
  fc.record({
    kind: fc.constant('screen' as const),
    name: word,
    components: fc.array(component, { maxLength: 5 }),
    next,
  }),
  fc.record({
    kind: fc.constant('condition' as const),
    name: word,
    branches: fc.array(fc.record({ id, name: word, when: fc.record({ all: fc.array(row, { maxLength: 3 }) }) }), {
      maxLength: 3,
    }),
    next,
  }),
)
const position = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }))
const flow = fc
  .record(
    {
      name: fc.constantFrom('One', 'Two'),
      description: word,
      steps: fc.dictionary(stepId, step, { maxKeys: 4 }),
      layout: fc.dictionary(stepId, position, { maxKeys: 4 }),
    },
    { requiredKeys: ['name', 'steps', 'layout'] },
  )
  .map((made) => flowDocumentSchema.parse({ ...emptyFlow('f', 'F', 'interactive'), ...made }))

describe('the difference of two values', () => {
  it('makes the one into the other', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(canonicalJson(apply(a, diffValues(a, b)))).toBe(canonicalJson(b))
      }),
    )
  })

  it('is the same the other way round', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(sorted(diffValues(b, a))).toEqual(sorted(diffValues(a, b).map(turn)))
      }),
    )
  })

  it('matches items of lists by what they are', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ type: 'email', name, label: name }))
    expect(diffValues([a, b].map(clone), [c, a, b].map(clone))).toEqual([{ type: 'added', to: [0], after: c }])
    expect(diffValues([a, b, c].map(clone), [c, a, b].map(clone))).toEqual([{ type: 'moved', from: [2], to: [0] }])
    const edited = { type: 'email', name: 'b', label: 'B' }
    expect(diffValues([a, b].map(clone), [edited, clone(a)])).toEqual([
      expect.objectContaining({ type: 'moved' }),
      { type: 'changed', from: [1, 'label'], to: [0, 'label'], before: 'b', after: 'B' },
    ])
    // Of the same type, both edited and one gone before them: their names tell which is which.
    const others = ['b', 'c'].map((name) => ({ type: 'email', name, label: name.toUpperCase() }))
    expect(diffValues([a, b, c].map(clone), others)).toEqual([
      { type: 'removed', from: [0], before: a },
      { type: 'changed', from: [1, 'label'], to: [0, 'label'], before: 'b', after: 'B' },
      { type: 'changed', from: [2, 'label'], to: [1, 'label'], before: 'c', after: 'C' },
    ])
  })
})

describe('the difference of two flows', () => {
  it('makes the one into the other', () => {
    fc.assert(
      fc.property(flow, flow, (a, b) => {
        expect(canonicalJson(applyFlow(a, diffFlows(a, b)))).toBe(canonicalJson(b))
      }),
    )
  })

  it('is the same the other way round', () => {
    fc.assert(
      fc.property(flow, flow, (a, b) => {
        const [there, back] = [diffFlows(a, b), diffFlows(b, a)]
        expect(byId(back.added)).toEqual(byId(there.removed))
        expect(byId(back.removed)).toEqual(byId(there.added))
        expect(sorted(back.flow)).toEqual(sorted(there.flow.map(turn)))
        expect(byId(back.positions)).toEqual(byId(there.positions.map((each) => swap(each))))
        expect(
          byId(
            back.changed.map(({ id, fields, ports, edges }) => ({
              id,
              fields: sorted(fields),
              ports,
              edges: byPort(edges),
            })),
          ),
        ).toEqual(
          byId(
            there.changed.map(({ id, fields, ports, edges }) => ({
              id,
              fields: sorted(fields.map(turn)),
              ports: expect.arrayContaining(ports.map((each) => swap(each))),
              edges: byPort(edges.map((each) => swap(each))),
            })),
          ),
        )
      }),
    )
  })

  it('is empty for equal documents only, whatever the order of their keys', () => {
    fc.assert(
      fc.property(flow, flow, (a, b) => {
        expect(isSameFlow(diffFlows(a, flowDocumentSchema.parse(reverseKeys(a))))).toBe(true)
        expect(isSameFlow(diffFlows(a, b))).toBe(canonicalJson(a) === canonicalJson(b))
      }),
    )
  })

  it('tells a position from a change', () => {
    const before = emptyFlow('f', 'F', 'interactive')
    const diff = diffFlows(before, { ...before, layout: { start: [8, 8] } })
    expect([countChanges(diff), listMovedSteps(diff), isSameFlow(diff)]).toEqual([0, ['start'], false])
  })

  it('tells ports and edges', () => {
    const when = { all: [] }
    const before = withStep({ kind: 'condition', name: 'C', branches: [], next: { else: 'start' } })
    const after = withStep({
      kind: 'condition',
      name: 'C',
      branches: [{ id: 'vip', name: 'VIP', when }],
      next: { vip: 'start' },
    })
    const [changed] = diffFlows(before, after).changed
    expect(changed?.ports).toEqual([{ port: 'vip', before: null, after: expect.objectContaining({ label: 'VIP' }) }])
    expect(changed?.edges).toEqual([
      { port: 'else', before: 'start', after: null },
      { port: 'vip', before: null, after: 'start' },
    ])
  })
})

describe('the label of a place', () => {
  const root: Json = {
    components: [{ type: 'heading', text: 'Hello' }, { type: 'divider' }],
    errorHandling: { httpError: { mode: 'custom' } },
    payload: { type: 'json', value: { customer: { emailAddresses: ['x'] } } },
  }
  it.each<[Path, string]>([
    [['components', 0, 'text'], 'Components \u203a \u201cHello\u201d \u203a Text'],
    [['components', 1], 'Components \u203a Divider 2'],
    [['errorHandling', 'httpError', 'mode'], 'Error handling \u203a HTTP error \u203a Mode'],
    [['payload', 'value', 'customer', 'emailAddresses', 0], 'Payload \u203a customer.emailAddresses[0]'],
    [['payload', 'value'], 'Payload'],
    [['contextKey'], 'Context key'],
  ])('%j is %s', (path, label) => expect(labelPath(root, path)).toBe(label))
})

function withStep(step: FlowDocument['steps'][string]): FlowDocument {
  const base = emptyFlow('f', 'F', 'interactive')
  return { ...base, steps: { ...base.steps, c: step } }
}

/** The difference carried out: what it says is all that is needed. */
function applyFlow(before: FlowDocument, diff: FlowDiff): unknown {
  const { steps, layout, ...head } = before
  const gone = new Set(diff.removed.map(({ id }) => id))
  const changed = new Map(diff.changed.map((each) => [each.id, each]))
  const places = new Map<string, unknown>(Object.entries(layout))
  for (const { id, after } of diff.positions) after ? places.set(id, after) : places.delete(id)
  const kept = Object.entries(steps).flatMap(([id, { next: _next, ...settings }]) => {
    const { next } = steps[id] ?? { next: {} }
    if (gone.has(id)) return []
    const links = new Map(Object.entries(next))
    for (const { port, after } of changed.get(id)?.edges ?? [])
      after === null ? links.delete(port) : links.set(port, after)
    return [
      [id, { ...(apply(settings as Json, changed.get(id)?.fields ?? []) as object), next: Object.fromEntries(links) }],
    ]
  })
  return {
    ...(apply(head as Json, diff.flow) as object),
    steps: Object.fromEntries([...kept, ...diff.added.map(({ id, step }) => [id, step])]),
    layout: Object.fromEntries(places),
  }
}

function apply(before: Json, changes: readonly ValueChange[]): Json {
  const whole = changes.find((change) => change.type === 'changed' && change.to.length === 0)
  if (whole?.type === 'changed') return whole.after
  if (Array.isArray(before)) return applyToList(before, changes)
  if (typeof before !== 'object' || before === null) return before
  const members = new Map(Object.entries(before))
  for (const change of changes) {
    const [key, ...rest] = change.type === 'removed' ? change.from : change.to
    if (rest.length > 0) continue
    if (change.type === 'removed') members.delete(String(key))
    if (change.type === 'added') members.set(String(key), change.after)
  }
  for (const [key, value] of Object.entries(before)) {
    if (members.get(key) !== value) continue
    members.set(key, apply(value, below(changes, key, key)))
  }
  return Object.fromEntries(members)
}

function applyToList(before: readonly Json[], changes: readonly ValueChange[]): Json {
  const at = (change: ValueChange, type: ValueChange['type']) => change.type === type && depth(change) === 1
  const gone = new Set(changes.flatMap((change) => (at(change, 'removed') && 'from' in change ? [change.from[0]] : [])))
  const added = new Map(
    changes.flatMap((change) => (change.type === 'added' && depth(change) === 1 ? [[change.to[0], change.after]] : [])),
  )
  const moved = new Map(
    changes.flatMap((change) =>
      change.type === 'moved' && depth(change) === 1 ? [[change.to[0], Number(change.from[0])]] : [],
    ),
  )
  const away = new Set(moved.values())
  const stay = [...before.keys()].filter((index) => !gone.has(index) && !away.has(index))
  const length = stay.length + added.size + moved.size
  return Array.from({ length }, (_, index): Json => {
    const fresh = added.get(index)
    if (fresh !== undefined) return fresh
    const from = moved.get(index) ?? stay.shift() ?? -1
    return apply(before[from] ?? null, below(changes, from, index))
  })
}

function depth(change: ValueChange): number {
  return ('to' in change ? change.to : change.from).length
}

/** The changes inside a member, with paths that begin there. */
function below(changes: readonly ValueChange[], from: string | number, to: string | number): ValueChange[] {
  return changes.flatMap((change): ValueChange[] => {
    if (change.type === 'added')
      return change.to.length > 1 && change.to[0] === to ? [{ ...change, to: change.to.slice(1) }] : []
    if (change.type === 'removed')
      return change.from.length > 1 && change.from[0] === from ? [{ ...change, from: change.from.slice(1) }] : []
    const inside = change.from[0] === from && change.to[0] === to && (change.type === 'changed' || change.to.length > 1)
    return inside ? [{ ...change, from: change.from.slice(1), to: change.to.slice(1) }] : []
  })
}

function turn(change: ValueChange): ValueChange {
  switch (change.type) {
    case 'added':
      return { type: 'removed', from: change.to, before: change.after }
    case 'removed':
      return { type: 'added', to: change.from, after: change.before }
    case 'changed':
      return { ...change, from: change.to, to: change.from, before: change.after, after: change.before }
    case 'moved':
      return { ...change, from: change.to, to: change.from }
  }
}

const swap = <T extends { before: unknown; after: unknown }>(change: T): T => ({
  ...change,
  before: change.after,
  after: change.before,
})
const sorted = (changes: readonly ValueChange[]) =>
  [...changes].sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1))
const byId = <T extends { id: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.id < b.id ? -1 : 1))
const byPort = <T extends { port: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (a.port < b.port ? -1 : 1))
const clone = (value: Json | undefined): Json => structuredClone(value ?? null)

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reverseKeys(member)]),
  )
}
