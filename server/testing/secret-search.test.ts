import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plantableSecret, SecretSearch } from './secret-search'

const text = plantableSecret('search')
const search = new SecretSearch([{ name: 'it', text }])
const around = fc.string({ maxLength: 30 })

/** What programs do to a text on its way. */
const encoders: Record<string, (before: string, secret: string, after: string) => string | Buffer> = {
  plain: (before, secret, after) => before + secret + after,
  cut: (before, secret) => before + secret.slice(0, -8),
  'without its begin': (before, secret) => before + secret.slice(8),
  json: (before, secret, after) => JSON.stringify({ [before]: [secret, after] }),
  'json in json': (before, secret, after) => JSON.stringify({ text: JSON.stringify({ before, secret, after }) }),
  query: (before, secret, after) => new URLSearchParams({ before, secret, after }).toString(),
  component: (before, secret) => encodeURIComponent(Buffer.from(before).toString() + secret),
  base64: (before, secret, after) => Buffer.from(before + secret + after).toString('base64'),
  base64url: (before, secret, after) => Buffer.from(before + secret + after).toString('base64url'),
  'Basic header': (before, secret) => Buffer.from(`${before}:${encodeURIComponent(secret)}`).toString('base64'),
  hex: (before, secret, after) => Buffer.from(before + secret + after).toString('hex'),
  HEX: (before, secret, after) =>
    Buffer.from(before + secret + after)
      .toString('hex')
      .toUpperCase(),
  'PostgreSQL bytea': (before, secret) => `\\x${Buffer.from(before + secret).toString('hex')}`,
  utf16: (before, secret, after) => Buffer.from(before + secret + after, 'utf16le'),
  'utf16 big': (before, secret, after) => Buffer.from(before + secret + after, 'utf16le').swap16(),
  html: (_, secret) =>
    secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
}

test.each(Object.keys(encoders))('finds a secret that was written as %s, whatever stands around it', (name) => {
  fc.assert(
    fc.property(around, around, (before, after) => {
      const content = encoders[name]?.(before.toWellFormed(), text, after.toWellFormed()) ?? ''
      expect(search.find(content, 'there')[0]).toMatchObject({ secret: 'it', where: 'there' })
    }),
  )
})

test('finds nothing where there is nothing', () => {
  const other = plantableSecret('search')
  fc.assert(
    fc.property(around, (before) => {
      for (const encode of Object.values(encoders))
        expect(search.find(encode(before, other.slice(14), ''), 'x')).toEqual([])
    }),
  )
})

test('tells where and as what it was found', () => {
  const [finding] = search.find(`{"a":"${Buffer.from(`x${text}`).toString('base64')}"}`, 'table T')
  expect(finding).toMatchObject({ secret: 'it', where: 'table T', encoding: expect.stringContaining('base64') })
})
