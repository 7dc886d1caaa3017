import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toCsvLine } from './csv'
import { CsvReader, type CsvRow } from './csv-reader'

function read(text: string, size = text.length || 1) {
  const reader = new CsvReader()
  const rows: CsvRow[] = []
  for (let at = 0; at < text.length; at += size) rows.push(...reader.push(text.slice(at, at + size)))
  rows.push(...reader.end())
  return rows
}

it('reads quotes, line breaks inside them, other separators and a byte order mark', () => {
  expect(read('\uFEFFa;b\r\n"x;""y""";"1\r\n2"\r\n\r\nlast;')).toEqual([
    { line: 1, lastLine: 1, values: ['a', 'b'] },
    { line: 2, lastLine: 3, values: ['x;"y"', '1\r\n2'] },
    { line: 5, lastLine: 5, values: ['last', ''] },
  ])
  expect(read('"a,b"\tc\n1\t2')).toEqual([
    { line: 1, lastLine: 1, values: ['a,b', 'c'] },
    { line: 2, lastLine: 2, values: ['1', '2'] },
  ])
  expect(read('')).toEqual([])
  expect(read('a,b\n"x"').every(({ broken }) => broken === undefined)).toBe(true)
  expect(read('a,b\n"x" ,y')[1]).toEqual({ line: 2, lastLine: 2, values: ['x ', 'y'] })
})

it.each([1, 3, 1_000])(
  'says where a quotation mark is missing, and reads on below it (%i letters at a time)',
  (size) => {
    const marks = (text: string) =>
      read(text, size)
        .slice(1)
        .map(({ line, lastLine, broken }) => [line, lastLine, broken])
    expect(marks('id,name\na,One\n"b,foo\n')).toEqual([
      [2, 2, undefined],
      [3, 3, 'neverClosed'],
    ])
    expect(marks('id,name\n"a,One\nb,Two\nc,Three')).toEqual([[2, 4, 'neverClosed']])
    expect(marks('id,name\n"')).toEqual([[2, 2, 'neverClosed']])
    // The next line's first mark ends the field; what follows it cannot.
    expect(marks('id,name\n"a,One\n"b",Two\nc,Three\n')).toEqual([
      [2, 3, 'textAfterQuote'],
      [4, 4, undefined],
    ])
    expect(marks('id,name\na,"One\nb,"Two"\n"" "c",Three\nd,Four')).toEqual([
      [2, 3, 'textAfterQuote'],
      [4, 4, 'textAfterQuote'],
      [5, 5, undefined],
    ])
  },
)

it('gives back what was written, however it is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', "'", '=', ' ', 'ü', '😀') })
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 7 }), (rows, size) => {
      // The header tells the separator; an apostrophe before a formula cannot be told from one that was put there.
      const usable = rows.map((row) => row.map((value) => value.replace(/^'+(?=[=+\-@\t\r])/, '')))
      const file = ['h', 'h2', ...(usable[0] ?? [])].slice(0, 2)
      const written = toCsvLine(file) + usable.map(toCsvLine).join('')
      const expected = usable.filter((row) => row.some((value) => value !== ''))
      const lines = read(written, size).slice(1)
      expect(lines.map(({ values }) => values)).toEqual(expected)
      expect(lines.filter(({ broken }) => broken)).toEqual([])
    }),
  )
})
