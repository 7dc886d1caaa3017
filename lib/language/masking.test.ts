import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from './json'
import { createMasker, finish, MASK } from './masking'

const bytesOf = (text: string) => Buffer.from(text)
const everyCode = (text: string) => [...bytesOf(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const html = (text: string) =>
  text.replace(/[&<>"']/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? '&#39;')

/** How a third party or a request may write a text. */
const encodings: Record<string, (text: string) => string> = {
  plain: (text) => text,
  base64: (text) => bytesOf(text).toString('base64'),
  base64url: (text) => bytesOf(text).toString('base64url'),
  percent: encodeURIComponent,
  percentLower: (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  percentEverything: everyCode,
  percentSpace: encodeURI,
  form: (text) => new URLSearchParams([['', text]]).toString().slice(1),
  json: (text) => JSON.stringify(text).slice(1, -1),
  jsonSlashes: (text) => JSON.stringify(text).slice(1, -1).replace(/\//g, '\\/'),
  jsonUnicode: (text) =>
    [...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  html,
  htmlCodes: (text) => [...text].map((char) => `&#x${char.codePointAt(0)?.toString(16)};`).join(''),
  hex: (text) => bytesOf(text).toString('hex'),
  hexUpper: (text) => bytesOf(text).toString('hex').toUpperCase(),
  base64Percent: (text) => encodeURIComponent(bytesOf(text).toString('base64')),
  percentBase64: (text) => bytesOf(encodeURIComponent(text)).toString('base64'),
  jsonBase64: (text) => bytesOf(JSON.stringify(text)).toString('base64'),
  jsonForm: (text) => new URLSearchParams([['', JSON.stringify(text)]]).toString(),
  percentThrice: (text) => encodeURIComponent(encodeURIComponent(encodeURIComponent(text))),
  formThrice: (text) => [1, 2, 3].reduce((form) => new URLSearchParams([['', form]]).toString().slice(1), text),
  jsonPercentThrice: (text) => encodeURIComponent(encodeURIComponent(encodeURIComponent(JSON.stringify(text)))),
  base64Twice: (text) => bytesOf(bytesOf(text).toString('base64')).toString('base64'),
  base64urlTwice: (text) => bytesOf(bytesOf(text).toString('base64url')).toString('base64url'),
  jsonJson: (text) => JSON.stringify(JSON.stringify(text)),
}

const wellFormed = fc
  .string({ unit: 'grapheme', minLength: 5, maxLength: 40 })
  .filter((text) => bytesOf(text).length >= 5)
const secrets = fc.oneof(
  wellFormed,
  fc.stringMatching(/^[A-Za-z0-9+/=_.~ -]{6,60}$/),
  fc.base64String({ minLength: 8 }),
)
const around = fc.string({ unit: 'grapheme', maxLength: 12 })

/** Texts with a secret in any encoding, or a piece of one, or something else. */
const someTexts = (secret: string) => {
  const encoded = fc.constantFrom(...Object.values(encodings)).map((encode) => encode(secret))
  const cut = fc
    .tuple(encoded, fc.nat(), fc.nat())
    .map(([text, from, to]) => text.slice(from % 9, -(to % 9) || undefined))
  const other = fc.constantFrom('%', '%4', '41', '\\', 'n', '&#x4', '&amp', ';', '\n', '\0', 'YWFh')
  return fc.array(fc.oneof(encoded, cut, around, other), { maxLength: 12 })
}

it('is masked in many texts as it is in each of them', () => {
  const examples = secrets.chain((secret) => fc.tuple(fc.constant(secret), someTexts(secret)))
  fc.assert(
    fc.property(examples, fc.boolean(), ([secret, texts], withNul) => {
      const masker = createMasker([withNul ? `${secret}\0${texts[0] ?? ''}` : secret, secret])
      const each = texts.map((text) => masker.maskText(text))
      expect(masker.mask(texts)).toEqual(each)
      expect(finish(masker.maskLeaves({ n: 41, texts }))).toEqual({ n: 41, texts: each })
    }),
    { numRuns: 500 },
  )
})

it('is masked in texts that are longer than what is searched together', () => {
  const masker = createMasker(['hunter2-hunter2'])
  const texts = Array.from(
    { length: 3_000 },
    (_, at) => `${at} ${'x%41'.repeat(at % 40)}${at % 7 === 0 ? 'hunter2%2Dhunter2' : ''}`,
  )
  expect(masker.mask(texts)).toEqual(texts.map((text) => text.replace('hunter2%2Dhunter2', MASK)))
})

it('is masked wherever it lies in a text that is searched in parts', () => {
  const secret = 'hunter2 & "friends"'
  const masker = createMasker([secret])
  const encodedForms = Object.values(encodings).map((encode) => encode(secret))
  const around = fc.constantFrom('x', 'x%41', '\\', 'n\\n', '&amp;', 'YWFh')
  fc.assert(
    fc.property(fc.constantFrom(...encodedForms), around, fc.integer({ min: 0, max: 119 }), (form, fill, inForm) => {
      const at = 65_536 - (inForm % form.length)
      const before = `${fill.repeat(Math.ceil(at / fill.length)).slice(0, at)} `
      const after = ` ${fill.repeat(Math.ceil(150_000 / fill.length))}`
      const masked = masker.maskText(before + form + after)
      expect(masked).not.toContain(form)
      expect(masked).toContain(MASK)
      expect(masked.startsWith(before.slice(0, -100))).toBe(true)
      expect(masked.endsWith(after.slice(100))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

describe('a planted secret', () => {
  it.each(Object.keys(encodings))('is never left in %s', (name) => {
    const encode = encodings[name] ?? String
    fc.assert(
      fc.property(
        secrets,
        fc.stringMatching(/^[ -~]{0,9}$/),
        fc.stringMatching(/^[ -~]{0,9}$/),
        (secret, before, after) => {
          const masked = createMasker([secret]).maskText(`${before}|${encode(secret)}|${after}`)
          expect(masked).toContain(MASK)
          expect(masked).not.toContain(encode(secret))
          // Nothing of the secret's own encoding may be left but the marks around it and base64's padding.
          expect(masked.length).toBeLessThanOrEqual(
            before.length + after.length + encode(secret).length + MASK.length * 3,
          )
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is never left inside longer base64, at any offset, as in a Basic header', () => {
    fc.assert(
      fc.property(secrets, around, around, fc.boolean(), (secret, before, after, urlSafe) => {
        const text = bytesOf(before + secret + after).toString(urlSafe ? 'base64url' : 'base64')
        const masked = createMasker([secret]).maskText(`Basic ${text}`)
        const kept = masked.replace('Basic ', '').split(MASK)
        expect(masked).toContain(MASK)
        // What is left decodes to nothing but the neighbours.
        expect(bytesOf(kept[0] ?? '').length).toBeLessThanOrEqual(Math.ceil((bytesOf(before).length * 4) / 3))
        expect(bytesOf((kept.at(-1) ?? '').replace(/=+$/, '')).length).toBeLessThanOrEqual(
          Math.ceil((bytesOf(after).length * 4) / 3),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('is never left inside base64 of base64, at any offset', () => {
    fc.assert(
      fc.property(secrets, around, around, around, fc.boolean(), (secret, before, after, outer, urlSafe) => {
        const alphabet = urlSafe ? 'base64url' : 'base64'
        const inner = bytesOf(before + secret + after).toString(alphabet)
        const masked = createMasker([secret]).maskText(bytesOf(`${outer}${inner}|`).toString(alphabet))
        expect(masked).toContain(MASK)
        const [left = ''] = masked.split(MASK)
        const leftInner = Buffer.from(left, 'base64').subarray(bytesOf(outer).length).toString('latin1')
        expect(Buffer.from(leftInner, 'base64').length).toBeLessThanOrEqual(bytesOf(before).length)
      }),
      { numRuns: 300 },
    )
  })

  it.each(['\n', '\r\n', '\r\n  '])('is never left in base64 with line breaks (%j)', (lineBreak) => {
    const before = fc.string({ unit: 'grapheme', maxLength: 80 })
    fc.assert(
      fc.property(secrets, before, around, fc.constantFrom(64, 76), (secret, prefix, after, columns) => {
        const base64 = bytesOf(prefix + secret + after).toString('base64')
        const start = Math.ceil((bytesOf(prefix).length * 4) / 3) + 1
        const piece = base64.slice(start, start + 6)
        // What surrounds the secret may read the same, and stays.
        fc.pre(base64.indexOf(piece) === base64.lastIndexOf(piece))
        const wrapped = base64.match(new RegExp(`.{1,${columns}}`, 'g'))?.join(lineBreak) ?? ''
        const masker = createMasker([secret])
        for (const masked of [
          masker.maskText(`-\n${wrapped}\n-`),
          masker.mask({ mail: wrapped }).mail,
          masker.maskText(JSON.stringify({ mail: wrapped })),
          masker.maskText(encodeURIComponent(wrapped)),
        ]) {
          expect(masked).toContain(MASK)
          const joined = masked.replace(/\\[rn]|%0[DA]|%20|\s/g, '')
          expect(joined).not.toContain(piece)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('is never left in any leaf or key of JSON', () => {
    fc.assert(
      fc.property(secrets, fc.jsonValue(), fc.constantFrom(...Object.keys(encodings)), (secret, value, name) => {
        const planted = (encodings[name] ?? String)(secret)
        const document = { [planted]: [{ deep: `x ${planted} y` }], other: value } as Json
        const masked = JSON.stringify(createMasker([secret]).mask(document))
        expect(masked).not.toContain(JSON.stringify(planted).slice(1, -1))
      }),
    )
  })

  it('is hidden with the rest of another that it overlaps', () => {
    const masked = createMasker(['abcdef', 'defghi', 'aXaXa']).maskText('-abcdefghi-aXaXaXaXa-')
    expect(masked).toBe(`-${MASK}-${MASK}-`)
  })

  it('is hidden whether it lasts or was typed, each time and beside others', () => {
    fc.assert(
      fc.property(
        fc.array(secrets, { maxLength: 3 }),
        fc.array(secrets, { maxLength: 3 }),
        around,
        (typed, lasting, text) => {
          const planted = [...typed, ...lasting].join(text)
          const expected = createMasker([...typed, ...lasting]).maskText(planted)
          for (let time = 0; time < 2; time++) expect(createMasker(typed, lasting).maskText(planted)).toBe(expected)
          expect(createMasker([], lasting).maskText(planted)).toBe(createMasker(lasting).maskText(planted))
        },
      ),
    )
  })

  it('is hidden when it is a number, and when it is short', () => {
    const masker = createMasker(['123456', 'q'])
    expect(masker.mask({ pin: 123456, at: 99123456, other: 12345, text: 'a q b' })).toEqual({
      pin: MASK,
      at: MASK,
      other: 12345,
      text: `a ${MASK} b`,
    })
  })
})

describe('what holds no secret', () => {
  it('stays the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value as Json
        expect(createMasker(['\u{1F512}never-there-8c1f']).mask(json)).toEqual(json)
        expect(createMasker(['', '']).mask(json)).toBe(json)
      }),
    )
    const clean = { url: 'https://a/b', body: '{"a":"b"}' }
    expect(createMasker(['hunter2hunter2']).mask(clean)).toBe(clean)
  })
})

describe('time', () => {
  // Counted, not timed: twice the text must be twice the work, on any machine.
  it('stays linear in texts made to be slow', () => {
    const masker = createMasker(['a'.repeat(200), `${'%41'.repeat(20)}x`, 'p@ss word/1'])
    for (const piece of [
      'a',
      '%41',
      '\\u0061',
      '&#97;',
      '\\\\%26amp;%255c',
      'YWFh',
      'YWFh\r\n',
      '%252541',
      'aaaa\n\t',
    ]) {
      const work = (length: number) => countWork(() => masker.maskText(piece.repeat(Math.ceil(length / piece.length))))
      const [once, twice] = [work(8_000), work(16_000)]
      expect(once, piece).toBeGreaterThan(1_000)
      // The places of escapes are found by halving: a little more than twice.
      expect(twice / once, piece).toBeLessThan(2.3)
    }
  })
})

/** What a work does with texts and lists: characters read, compared and copied, places found and halvings on the way. */
function countWork(work: () => unknown): number {
  const { charCodeAt, charAt, startsWith, slice } = String.prototype
  const { push } = Array.prototype
  const { fill } = Uint8Array.prototype
  const { floor } = Math
  let count = 0
  try {
    String.prototype.charCodeAt = function (at) {
      count += 1
      return charCodeAt.call(this, at)
    }
    String.prototype.charAt = function (at) {
      count += 1
      return charAt.call(this, at)
    }
    String.prototype.startsWith = function (text, at) {
      count += text.length
      return startsWith.call(this, text, at)
    }
    String.prototype.slice = function (from, to) {
      const copy = slice.call(this, from, to)
      count += copy.length
      return copy
    }
    Array.prototype.push = function (...items) {
      count += items.length
      return push.apply(this, items)
    }
    Uint8Array.prototype.fill = function (value, from = 0, to = 0) {
      count += to - from
      return fill.call(this, value, from, to)
    }
    Math.floor = (value) => {
      count += 1
      return floor(value)
    }
    work()
    return count
  } finally {
    Object.assign(String.prototype, { charCodeAt, charAt, startsWith, slice })
    Object.assign(Array.prototype, { push })
    Object.assign(Uint8Array.prototype, { fill })
    Math.floor = floor
  }
}
