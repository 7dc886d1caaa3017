import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Json, toText } from '@/lib/language/json'
import type { HttpCall } from '@/lib/language/outcome'
import { getPath } from '@/lib/language/path'
import { ConnectorError } from '../errors'
import { buildRequest, parseHeaderTemplates } from './request'
import { httpConfigSchema } from './schema'

// Wherever a value is put, it stays what it is: it arrives whole, and moves or breaks nothing around it.

const ORIGIN = 'https://api.example.com:8443'

function build(call: Partial<HttpCall>, value: Json, headers: { key: string; value: string }[] = []) {
  const settings = httpConfigSchema.parse({ baseUrl: `${ORIGIN}/v1/base`, headers })
  return buildRequest(
    settings,
    parseHeaderTemplates(settings),
    { action: 'POST', endpoint: '/x', payload: null, timeoutSeconds: null, ...call },
    { headers: [], secrets: [] },
    { read: (path) => getPath({ form: { v: value } }, path) },
    () => undefined,
  )
}

/** What was built, or null when it was refused. Nothing else may happen. */
function attempt(work: () => ReturnType<typeof build>) {
  try {
    return work()
  } catch (error) {
    if (error instanceof ConnectorError) return null
    throw error
  }
}

const nasty = fc.constantFrom(
  '//evil.example',
  '@evil',
  ':80',
  '..',
  '%2e%2e',
  '/../',
  '\\',
  '?',
  '#',
  '&',
  '=',
  ';',
  '%',
  '\r\n',
  '\n',
  '\0',
  '"',
  "'",
  '{{form.v}}',
  '\\{{',
  '}}',
  '{"a":1}',
  ']',
  ',',
  '\u2028',
  '\ud800',
  '\u00e9',
  '\u{1f600}',
  ' ',
  '+',
)
const text = fc.array(fc.oneof(fc.string({ unit: 'binary' }), nasty), { maxLength: 5 }).map((parts) => parts.join(''))
const anything: fc.Arbitrary<Json> = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.jsonValue().map((value) => value as Json),
)
const runs = { numRuns: 1_000 }

describe('a value, whatever it is,', () => {
  it('stays in its path segment and in its query value', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const built = attempt(() => build({ endpoint: '/a/{{form.v}}/b?q={{form.v}}&r=1' }, value))
        if (!built) return
        const { url } = built
        const sent = toText(value).toWellFormed()
        expect([url.origin, url.username, url.password, url.hash]).toEqual([ORIGIN, '', '', ''])
        const segments = url.pathname.split('/')
        expect([...segments.slice(0, 4), ...segments.slice(5)]).toEqual(['', 'v1', 'base', 'a', 'b'])
        expect(decodeURIComponent(segments[4] ?? '')).toBe(sent)
        expect([...url.searchParams]).toEqual([
          ['q', sent],
          ['r', '1'],
        ])
      }),
      runs,
    )
  })

  it('stays in its header, or is refused', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const built = attempt(() => build({}, value, [{ key: 'X-Value', value: 'a {{form.v}} b' }]))
        const sent = toText(value)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
        expect(built === null).toBe(/[\u0000-\u0008\u000a-\u001f\u007f]/.test(sent))
        if (built) expect(built.headers).toEqual([['X-Value', `a ${sent} b`]])
      }),
      runs,
    )
  })

  it('stays in its leaf of a JSON payload, with its type', () => {
    const keys = fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.jsonValue(),
      { maxKeys: 3 },
    )
    fc.assert(
      fc.property(anything, keys, (value, around) => {
        // Literal texts of the payload itself: a brace in them would be a template of its own.
        const literal = JSON.parse(JSON.stringify(around).replaceAll('{{', '{ {').replaceAll('\\\\', '/')) as Record<
          string,
          Json
        >
        const payload = { ...literal, exact: '{{form.v}}', inside: '<{{form.v}}>', list: [['{{form.v}}']] }
        const built = attempt(() => build({ payload: { type: 'json', value: payload } }, value))
        const whole = JSON.parse(JSON.stringify(value)) as Json
        expect(JSON.parse(built?.body ?? '')).toEqual({
          ...literal,
          exact: whole,
          inside: `<${toText(value)}>`,
          list: [[whole]],
        })
      }),
      runs,
    )
  })

  it('stays in its field of a form, and in its place of a text', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const form = attempt(() => build({ payload: { type: 'form', value: { a: '{{form.v}}', b: '1' } } }, value))
        expect([...new URLSearchParams(form?.body ?? '')]).toEqual([
          ['a', toText(value).toWellFormed()],
          ['b', '1'],
        ])
        const plain = attempt(() => build({ payload: { type: 'text', value: 'x{{form.v}}y' } }, value))
        expect(plain?.body).toBe(`x${toText(value)}y`)
      }),
      runs,
    )
  })
})
