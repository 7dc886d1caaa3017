import { expect, it } from 'vitest'
import { fromRangeEnds, toOperandText, toRangeEnds, valueFor } from './operand'

it('shows lists as they are typed', () => {
  expect(toOperandText(['pro', 3])).toBe('pro, 3')
  expect(toOperandText(false)).toBe('false')
  expect(toOperandText(undefined)).toBe('')
})

it('splits a range and joins it again', () => {
  expect(toRangeEnds('200,299')).toEqual(['200', '299'])
  expect(toRangeEnds([1, 2])).toEqual(['1', '2'])
  expect(toRangeEnds('{{form.range}}')).toEqual(['{{form.range}}', ''])
  expect(fromRangeEnds('200', '299')).toBe('200,299')
  expect(fromRangeEnds('{{form.range}}', '')).toBe('{{form.range}}')
  expect(fromRangeEnds('200', '')).toBe('200,')
  expect(fromRangeEnds('', '')).toBe('')
})

it('keeps a value over a change of operator, but where there is none', () => {
  expect(valueFor('contains', 'a')).toBe('a')
  expect(valueFor('empty', 'a')).toBeUndefined()
  expect(valueFor('equal', undefined)).toBe('')
})
