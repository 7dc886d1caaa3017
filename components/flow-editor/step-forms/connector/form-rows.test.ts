import { expect, it } from 'vitest'
import { fromRows, rowError, toRows } from './form-rows'

it('keeps the order and sends each name once', () => {
  expect(toRows({ b: '1', a: '2' })).toEqual([
    ['b', '1'],
    ['a', '2'],
  ])
  expect(
    fromRows([
      ['b', '1'],
      ['', 'x'],
      ['b', '2'],
      ['a', ''],
    ]),
  ).toEqual({ b: '1', a: '' })
})

it('tells which rows are not sent', () => {
  const rows = [
    ['b', '1'],
    ['', 'x'],
    ['b', '2'],
    ['', ''],
  ] as const
  expect(rows.map((_, index) => rowError(rows, index))).toEqual([
    null,
    expect.stringContaining('name'),
    expect.stringContaining('twice'),
    null,
  ])
})
