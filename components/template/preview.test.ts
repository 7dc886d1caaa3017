import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeValue } from '@/lib/connectors/http/encode-value'
import type { KnownPath } from '@/lib/flow/known-path'
import { previewJson, previewPath, previewText } from './preview'

const paths: KnownPath[] = [
  { path: 'form.email', open: false, from: 'Ask' },
  { path: 'form.pin', open: false, secret: true, from: 'Ask' },
  { path: 'connectors.crm', open: true, from: 'Find', example: { plan: 'pro', tags: ['a'], id: 7 } },
  { path: 'client', open: true, from: 'Caller' },
]
const context = { form: { email: 'a&b@c.de', pin: 'never' }, connectors: {}, client: { n: 5, long: 'x'.repeat(900) } }
const source = { paths, context }
const textOf = (text: string, encode?: (value: string) => string) =>
  previewText(text, source, encode)?.parts.map(({ type, text }) => `${type}:${text}`)

describe('the preview of a text', () => {
  it('takes the last execution first, then the example, and marks what has no value', () => {
    expect(textOf('/c?e={{form.email}}&p={{connectors.crm.plan}}&x={{client.x}}', encodeValue)).toEqual([
      'text:/c?e=',
      'value:a%26b%40c.de',
      'text:&p=',
      'value:pro',
      'text:&x=',
      'missing:client.x',
    ])
    expect(previewText('{{form.email}}', source)?.from).toBe('execution')
    expect(previewText('{{connectors.crm.plan}}', source)?.from).toBe('example')
    expect(previewText('{{connectors.crm.plan}} {{client.n}}', source)?.from).toBe('both')
    expect(previewText('{{client.x}}', source)?.from).toBe('nothing')
  })

  it('never shows a secret field, whatever is stored', () => {
    expect(textOf('{{form.pin}}')).toEqual(['secret:••••'])
    expect(previewPath('form.pin', source)?.parts).toEqual([{ type: 'secret', text: '••••' }])
    expect(JSON.stringify(previewJson({ a: '{{form.pin}}' }, source))).not.toContain('never')
  })

  it('is none without dynamic values, while one is typed, or when nothing is known', () => {
    expect([previewText('plain', source), previewText('{{form.em', source)]).toEqual([null, null])
    expect(previewText('{{client.n}}', { paths: [], context: null })).toBeNull()
    expect(previewPath('', source)).toBeNull()
    expect(previewJson({ a: 1 }, source)).toBeNull()
  })

  it('stays short', () => {
    expect(textOf('{{client.long}}')?.[0]?.length).toBeLessThan(220)
  })

  it('reads as what is sent, whatever is typed', () => {
    fc.assert(fc.property(fc.string(), (text) => void previewText(text, source)))
    fc.assert(fc.property(fc.string(), (text) => void previewPath(text, source)))
  })
})

it('shows a bare path as JSON, and a payload with its types', () => {
  expect(previewPath('connectors.crm.tags', source)?.parts).toEqual([{ type: 'value', text: '["a"]' }])
  expect(previewPath('client.n', source)?.parts).toEqual([{ type: 'value', text: '5' }])
  const preview = previewJson({ n: '{{client.n}}', t: 'id {{connectors.crm.id}}', m: '{{client.none}}' }, source)
  expect(preview).toEqual({
    parts: [
      { type: 'value', text: '{"n":5,"t":"id 7","m":null}' },
      { type: 'text', text: ' ' },
      { type: 'missing', text: 'client.none' },
    ],
    from: 'both',
  })
})
