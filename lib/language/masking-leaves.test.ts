import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from './json'
import { finish } from './masking'
import { maskEchoes } from './masking-leaves'

const secret = fc.string({ minLength: 6, maxLength: 40 }).filter((text) => text.trim().length >= 6)

test('an echo in any string leaf is gone; keys, numbers and shape stay', () => {
  fc.assert(
    fc.property(secret, fc.string(), (text, around) => {
      const value: Json = {
        echo: `${around}${text}`,
        [text]: [1, { deep: Buffer.from(text).toString('base64') }],
        statusCode: 200,
      }
      const masked = finish(maskEchoes([text], value))
      expect(Object.keys(masked as object)).toEqual(Object.keys(value))
      expect(masked).toMatchObject({ statusCode: 200 })
      expect((masked as { echo: string }).echo).not.toContain(text)
    }),
  )
})

test('a short secret changes nothing that a flow decides by', () => {
  const value = { plan: 'pro', statusCode: 200, type: 'type' }
  expect(finish(maskEchoes(['pro', '200', 'type', 'plan'], value))).toBe(value)
})
