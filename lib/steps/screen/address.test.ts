import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { hasForbiddenScheme, safeAddress } from './address'

describe('safeAddress', () => {
  test.each(['https://example.com', ' http://example.com/a?b=c#d ', 'HTTPS://EXAMPLE.COM/x', 'mailto:a@b.co'])(
    '%s is shown as a link',
    (text) => {
      expect(safeAddress(text, 'link')).toBe(text.trim())
    },
  )

  test.each([
    '',
    '/terms',
    '//example.com',
    'example.com',
    'https:example.com',
    'https://',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://example.com/x',
    'ftp://example.com',
    'https:\\\\example.com',
    'https://example.com/a b',
  ])('%j is not', (text) => {
    expect(safeAddress(text, 'link')).toBeNull()
  })

  it('shows no image from a mail address', () => {
    expect(safeAddress('mailto:a@b.co', 'image')).toBeNull()
  })

  const scheme = fc.constantFrom('https://', 'mailto:', 'javascript:', 'java\tscript:', ' data:', 'https:', '', '\\\\')
  it('lets nothing through that a browser would read with another scheme', () => {
    const base = 'https://page.example/'
    fc.assert(
      fc.property(scheme, fc.string({ unit: 'binary' }), (begin, rest) => {
        const safe = safeAddress(begin + rest, 'link')
        if (safe === null) return
        const read = new URL(safe, base)
        expect(['http:', 'https:', 'mailto:']).toContain(read.protocol)
        // The address of the page that shows it plays no part.
        expect(read.href).toBe(new URL(safe, 'http://other.example/').href)
      }),
    )
  })

  it('refuses at save every text that a browser would run', () => {
    fc.assert(
      fc.property(scheme, fc.string({ unit: 'binary' }), (begin, rest) => {
        const text = begin + rest
        if (!URL.canParse(text)) return
        const runs = !['http:', 'https:', 'mailto:'].includes(new URL(text).protocol)
        expect(hasForbiddenScheme(text, 'link')).toBe(runs)
      }),
    )
  })
})

test.each(['', 'java', 'https', '{{user.url}}', '{{user.url}}:x', 'example.com/a:b', 'https://{{form.host}}'])(
  '%j may be typed on',
  (text) => {
    expect(hasForbiddenScheme(text, 'image')).toBe(false)
  },
)
