import { describe, expect, it } from 'vitest'
import { toJsonRows } from './json-rows'

const value = { status: 200, headers: { 'content-type': 'application/json' }, body: { items: [{ id: 1 }, { id: 2 }] } }
const names = (rows: ReturnType<typeof toJsonRows>) => rows.map((row) => row.name)

describe('toJsonRows', () => {
  it('lists what is open, in order', () => {
    expect(names(toJsonRows(value, new Map(), 1))).toEqual([undefined, 'status', 'headers', 'body'])
  })

  it('opens and folds by hand against the default', () => {
    const folds = new Map([
      ['$."body"', true],
      ['$."headers"', true],
    ])
    expect(names(toJsonRows(value, folds, 1))).toEqual([
      undefined,
      'status',
      'headers',
      'content-type',
      'body',
      'items',
    ])
    expect(names(toJsonRows(value, new Map([['$', false]]), 3))).toEqual([undefined])
  })

  it('searches names and values, opening the way to each match', () => {
    expect(names(toJsonRows(value, new Map(), 0, 'JSON'))).toEqual([undefined, 'headers', 'content-type'])
    expect(names(toJsonRows(value, new Map(), 0, 'items'))).toEqual([undefined, 'body', 'items', 0, 'id', 1, 'id'])
    expect(toJsonRows(value, new Map(), 0, 'nowhere')).toEqual([])
  })

  it('tells apart keys that look like paths', () => {
    const ids = toJsonRows({ 'a.b': 1, a: { b: 2 } }, new Map(), 9).map((row) => row.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('takes a scalar', () => {
    expect(toJsonRows('text', new Map(), 1)).toEqual([
      { id: '$', depth: 0, name: undefined, value: 'text', size: undefined, open: false },
    ])
  })
})
