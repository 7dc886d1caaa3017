import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lacksPath, listExamplePaths, MAX_EXAMPLE_LENGTH, toExample } from './example'
import type { Json } from './json'
import { getPath, parsePath } from './path'

const answer: Json = {
  plan: 'pro',
  tags: ['a', 'b'],
  orders: [{ id: 1 }, { id: 2, note: 'late' }],
  none: null,
  empty: [],
  deep: { 'odd key': 1, a: { b: true } },
  statusCode: 200,
}
const lacks = (path: string) => lacksPath(answer, parsePath(path) ?? [])

describe('an example', () => {
  it('tells which paths it lacks, and says nothing about what it does not know', () => {
    expect(['plan', 'tags[7]', 'orders[0].note', 'none.any.thing', 'empty[3].x', 'deep.a.b'].filter(lacks)).toEqual([])
    const missing = ['plam', 'plan.name', 'tags.first', 'orders[0].name', 'orders.id', 'deep.c', 'statusCode.x']
    expect(missing.filter((path) => !lacks(path))).toEqual([])
    // Only own keys count.
    expect(lacks('constructor')).toBe(true)
  })

  it('lists its paths with what they held, parents first', () => {
    const paths = listExamplePaths(answer, ['connectors', 'crm'])
    expect(paths.slice(0, 3)).toEqual([
      { path: 'connectors.crm.plan', sample: 'pro' },
      { path: 'connectors.crm.tags', sample: null },
      { path: 'connectors.crm.orders', sample: null },
    ])
    expect(paths.map(({ path }) => path)).toContain('connectors.crm.orders[0].id')
    expect(paths.some(({ path }) => path.includes('odd'))).toBe(false)
    expect(listExamplePaths(answer, ['x'], 2)).toHaveLength(2)
  })

  it('lists only paths that it does not lack', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value as Json
        for (const { path } of listExamplePaths(json, ['x'])) {
          const parsed = parsePath(path)
          expect(parsed && getPath({ x: json }, parsed)).not.toBeUndefined()
          expect(parsed && lacksPath({ x: json }, parsed)).toBe(false)
        }
      }),
    )
  })

  it('is kept small without losing a key', () => {
    const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, name: 'x'.repeat(2_000), more: { deep: [1, 2, 3] } }))
    const kept = toExample({ rows, total: 5_000 })
    expect(JSON.stringify(kept).length).toBeLessThan(MAX_EXAMPLE_LENGTH + 20)
    expect(kept && lacksPath(kept.value, ['rows', 4_000, 'more', 'deep', 2])).toBe(false)
    expect(kept && lacksPath(kept.value, ['rows', 0, 'other'])).toBe(true)
  })

  it('never begins to lack a path by being shortened', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.string({ minLength: 1_001, maxLength: 3_000 }), (value, text) => {
        const whole = { value: value as Json, text, list: Array.from({ length: 30 }, () => value as Json) }
        const kept = toExample(whole)
        for (const { path } of listExamplePaths(whole, ['x'])) {
          const parsed = parsePath(path)
          expect(kept && parsed && lacksPath(kept.value, parsed.slice(1))).toBe(false)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('is refused when it has too many keys', () => {
    const keys = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`key number ${at}`, at]))
    expect(toExample(keys)).toBeNull()
  })
})
