import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { hmacSignature } from './hmac'
import { type SentCase, startReceiver } from './testing/receiver'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})

const SECRET = 's1gn/ing+secret \u00e9'

describe('an HMAC', () => {
  // RFC 4231, test cases 1 and 2, in base64.
  it.each([
    ['\u000b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ])('is that of RFC 4231', (key, data, hex) => {
    expect(hmacSignature(key, [data])).toBe(Buffer.from(hex, 'hex').toString('base64'))
  })

  it('joins its parts with nothing between', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ unit: 'grapheme' })), (key, parts) => {
        expect(hmacSignature(key, parts)).toBe(hmacSignature(key, [parts.join('')]))
      }),
    )
  })
})

describe('a sent request', () => {
  const receiver = startReceiver()
  beforeAll(receiver.start)
  afterAll(async () => {
    await closeEgress()
    await receiver.close()
  })
  const send = (setup: SentCase) => receiver.send({ secrets: { hmacSecret: SECRET }, ...setup })
  const mac = (bytes: string | Buffer) => createHmac('sha256', SECRET).update(bytes).digest('base64')

  it.each<[string, SentCase]>([
    ['nothing', { call: { action: 'GET' } }],
    ['compact JSON', { call: { action: 'POST', payload: { type: 'json', value: { a: ['\u00e9', 1, null] } } } }],
    ['form fields', { call: { action: 'PUT', payload: { type: 'form', value: { a: 'b c&d' } } } }],
    ['text beyond ASCII', { call: { action: 'PATCH', payload: { type: 'text', value: '\u2603\n' } } }],
    ['an empty text', { call: { action: 'POST', payload: { type: 'text', value: '' } } }],
  ])('is signed over the bytes that arrive: %s', async (_name, setup) => {
    const { received, outcome } = await send(setup)
    expect(outcome.ok).toBe(true)
    expect(received.headers['x-descope-webhook-s256']).toBe(mac(received.body))
  })

  it('keeps the secret and the signature out of its record', async () => {
    const call = { action: 'POST', payload: { type: 'json' as const, value: { note: SECRET } } }
    const { received, outcome } = await send({ call })
    const signature = received.headers['x-descope-webhook-s256']
    expect(signature).toBe(mac(JSON.stringify({ note: SECRET })))
    expect(outcome.record.request?.headers['x-descope-webhook-s256']).toBe('\u2022\u2022\u2022\u2022')
    expect(outcome.secrets).toContain(SECRET)
    expect(JSON.stringify(outcome.record)).not.toContain(SECRET)
  })

  it('has no signature without a secret', async () => {
    const { received } = await send({ secrets: {} })
    expect(received.headers).not.toHaveProperty('x-descope-webhook-s256')
  })
})
