import { expect, test } from 'vitest'
import { toCsvLine } from './csv'

test('quotes what needs it, and keeps a formula from being one', () => {
  expect(toCsvLine(['a', 'b,c', 'd "e"', 'f\ng', ''])).toBe('a,"b,c","d ""e""","f\ng",\r\n')
  expect(toCsvLine(['=HYPERLINK("x")', '+1', '-1', '@a'])).toBe('"\'=HYPERLINK(""x"")",\'+1,\'-1,\'@a\r\n')
})
