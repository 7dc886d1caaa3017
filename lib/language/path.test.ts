import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPath, getPath, parsePath, setPath } from './path'

const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/)
const path = fc.tuple(key, fc.array(fc.oneof(key, fc.nat(50)), { maxLength: 5 })).map(([head, rest]) => [head, ...rest])

describe('paths', () => {
  test('what is formatted is parsed back', () => {
    fc.assert(
      fc.property(path, (segments) => {
        expect(parsePath(formatPath(segments))).toEqual(segments)
      }),
    )
  })

  test('anything else is refused and never throws', () => {
    for (const text of ['', '.', 'a.', '.a', 'a..b', '[0]', 'a[', 'a[x]', 'a b', 'a{b}', 'a"b'])
      expect(parsePath(text)).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => void parsePath(text)))
  })

  test('only own keys are read', () => {
    expect(getPath({ a: {} }, ['a', 'constructor'])).toBeUndefined()
    expect(getPath({ a: [1, 2] }, ['a', 'length'])).toBeUndefined()
    expect(getPath({ a: [1, { b: 2 }] }, ['a', 1, 'b'])).toBe(2)
    expect(getPath({ a: [1, { b: 2 }] }, ['a', '1', 'b'])).toBe(2)
    expect(getPath({ a: 'text' }, ['a', 0])).toBeUndefined()
  })

  test('a value that was set is read back, and the original is untouched', () => {
    const names = fc.array(key, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(names, fc.integer(), (segments, value) => {
        const before = { untouched: { deep: 1 } }
        expect(getPath(setPath(before, segments, value), segments)).toBe(value)
        expect(before).toEqual({ untouched: { deep: 1 } })
      }),
    )
  })

  test('a key named __proto__ is data', () => {
    const changed = setPath({}, ['__proto__', 'polluted'], true)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(getPath(changed, ['__proto__', 'polluted'])).toBe(true)
  })
})
