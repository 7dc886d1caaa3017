import { expect, test } from 'vitest'
import { readTestForm, readTestValue } from './test-values'

test('an argument is JSON when it is typed as JSON, and text otherwise', () => {
  expect(readTestValue('12')).toBe(12)
  expect(readTestValue('null')).toBeNull()
  expect(readTestValue('[1, {"a": true}]')).toEqual([1, { a: true }])
  expect(readTestValue('Ann')).toBe('Ann')
  expect(readTestValue('"12"')).toBe('12')
  expect(readTestValue('')).toBe('')
})

test('form is an object or nothing', () => {
  expect(readTestForm(' ')).toEqual({})
  expect(readTestForm('{"a": 1}')).toEqual({ a: 1 })
  expect(readTestForm('[1]')).toBeNull()
  expect(readTestForm('{a}')).toBeNull()
})
