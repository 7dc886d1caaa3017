import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Binding } from './binding'
import { openWithKey, SealBrokenError, sealedKeyId, sealWithKey, unwrapDataKey, wrapDataKey } from './envelope'
import { Secret } from './secret'

const key = randomBytes(32)
const bindings: fc.Arbitrary<Binding> = fc.record({
  projectId: fc.string(),
  table: fc.string(),
  rowId: fc.string(),
  field: fc.string(),
  version: fc.nat(),
})
const place: Binding = {
  projectId: 'P2a',
  table: 'ConnectorSecret',
  rowId: 'c1',
  field: 'authentication.bearerToken',
  version: 3,
}

describe('a sealed value', () => {
  it('opens to the same text in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), bindings, (text, binding) => {
        expect(openWithKey(sealWithKey(text, binding, 'k1', key), binding, key)).toBe(text)
      }),
    )
  })

  it('names its data key', () => {
    expect(sealedKeyId(sealWithKey('x', place, 'abc123', key))).toBe('abc123')
  })

  it('refuses when any byte was altered', () => {
    const sealed = sealWithKey('a secret of some length', place, 'k1', key)
    for (let at = 0; at < sealed.length; at++) {
      for (const flip of [1, 128]) {
        const altered = Buffer.from(sealed)
        altered[at] = (altered[at] ?? 0) ^ flip
        expect(() => openWithKey(altered, place, key)).toThrow(SealBrokenError)
      }
    }
  })

  it('refuses when it was cut or lengthened', () => {
    const sealed = sealWithKey('text', place, 'k1', key)
    for (let length = 0; length < sealed.length; length++) {
      expect(() => openWithKey(sealed.subarray(0, length), place, key)).toThrow(SealBrokenError)
    }
    expect(() => openWithKey(Buffer.concat([sealed, Buffer.from([0])]), place, key)).toThrow(SealBrokenError)
  })

  it('refuses in any other place', () => {
    fc.assert(
      fc.property(bindings, bindings, (from, to) => {
        fc.pre(JSON.stringify(from) !== JSON.stringify(to))
        expect(() => openWithKey(sealWithKey('x', from, 'k1', key), to, key)).toThrow(SealBrokenError)
      }),
    )
    for (const field of ['projectId', 'table', 'rowId', 'field'] as const) {
      expect(() => openWithKey(sealWithKey('x', place, 'k', key), { ...place, [field]: 'other' }, key)).toThrow()
    }
    expect(() => openWithKey(sealWithKey('x', place, 'k', key), { ...place, version: 4 }, key)).toThrow()
  })

  it('refuses another key', () => {
    expect(() => openWithKey(sealWithKey('x', place, 'k', key), place, randomBytes(32))).toThrow(SealBrokenError)
  })

  it('is never the same twice', () => {
    expect(sealWithKey('x', place, 'k', key).equals(sealWithKey('x', place, 'k', key))).toBe(false)
  })
})

describe('a wrapped data key', () => {
  it('unwraps only under its id and key', () => {
    const dataKey = randomBytes(32)
    const wrapped = wrapDataKey(dataKey, 'k1', key)
    expect(unwrapDataKey(wrapped, 'k1', key)).toEqual(dataKey)
    expect(() => unwrapDataKey(wrapped, 'k2', key)).toThrow(SealBrokenError)
    expect(() => unwrapDataKey(wrapped, 'k1', randomBytes(32))).toThrow(SealBrokenError)
    expect(() => unwrapDataKey(wrapped.subarray(1), 'k1', key)).toThrow(SealBrokenError)
  })
})

describe('a secret in memory', () => {
  it('does not show itself', () => {
    const secret = new Secret('hunter2')
    const shown = [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      String(secret),
      Object.keys(secret).join(),
    ]
    expect(shown.join()).not.toContain('hunter2')
    expect(Secret.expose(secret)).toBe('hunter2')
  })
})
