import fc from 'fast-check'
import { expect, it } from 'vitest'
import { containing, escapeLike, toSought } from './like'

it('escapes what LIKE reads as more than itself', () => {
  expect(containing('100%_\\')).toBe('%100\\%\\_\\\\%')
  expect(containing('')).toBe('%%')
})

it('is read back as the text, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '%', '_', '\\', 'é', ' ') }), (text) => {
      // As PostgreSQL reads a pattern: a backslash takes the next character for itself, and none is left over.
      const read = escapeLike(text).replace(/\\([\s\S])|[%_\\]/g, (_, escaped) => escaped ?? '?')
      expect(read).toBe(text)
    }),
  )
})

it('is sought without NUL and the space around it', () => {
  expect(toSought(' \0a\0 b \0')).toBe('a b')
  expect(toSought(null)).toBe('')
  expect(toSought(undefined)).toBe('')
})
