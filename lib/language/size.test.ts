import { expect, test } from 'vitest'
import type { Json } from './json'
import { LONGEST_TEXT, sizeOf, TooLargeError } from './size'
import { resolveJson, resolveText, toTemplate } from './template'

const nobody = () => {}
const scope = (value: Json) => ({ read: () => value })

test('a value counts as often as it would be written, and counting ends where it is too much', () => {
  const shared = ['x'.repeat(100)]
  expect(sizeOf([shared, shared], 10_000)).toBe(sizeOf([['x'.repeat(100)], ['y'.repeat(100)]], 10_000))
  let doubled: Json = 'x'
  for (let round = 0; round < 500; round += 1) doubled = { a: doubled, b: doubled }
  expect(sizeOf(doubled, 1_000_000)).toBe(Number.POSITIVE_INFINITY)
  let deep: Json = 1
  for (let round = 0; round < 100_000; round += 1) deep = [deep]
  expect(sizeOf(deep, 1e9)).toBe(Number.POSITIVE_INFINITY)
  expect(sizeOf({ key: 'text', none: null }, 1_000)).toBeLessThan(100)
})

test('a text of dynamic values has an end, one value as it is has not', () => {
  const value = 'x'.repeat(LONGEST_TEXT / 4)
  expect(resolveText(toTemplate('{{a}}{{a}}{{a}}{{a}}'), scope(value), nobody)).toHaveLength(LONGEST_TEXT)
  expect(() => resolveText(toTemplate('{{a}}{{a}}{{a}}{{a}}!{{a}}'), scope(value), nobody)).toThrow(TooLargeError)
  const whole = Array<string>(1_000).fill('{{a}}')
  expect(resolveJson(whole, scope(value), nobody)).toHaveLength(1_000)
  // Each leaf is short enough, all of them are not.
  expect(() => resolveJson(Array<string>(5).fill('!{{a}}'), scope(value), nobody)).toThrow(TooLargeError)
})
