import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress, withDefaultHeaders } from '@/lib/egress/request'
import { startServer } from '@/lib/egress/testing/server'
import { toFields } from '../../input'
import { httpInputSchema } from '../schema'
import { listCarriedHeaders } from './carried-headers'
import { parseSignatureTemplate } from './signature-template'
import { type ReceivedRequest, type SentCase, startReceiver } from './testing/receiver'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1,localhost'
  process.env.LOG_LEVEL = 'silent'
})

const SECRET = 'signing-secret'
const TEMPLATE = 'METHOD,URI,HEADER_x-descope-timestamp,BODY'
const row = (value: string) => ({ key: 'x-descope-signature-template', value })

describe('a signature template', () => {
  it('is a list of METHOD, URI, HEADER_<name> and BODY', () => {
    expect(parseSignatureTemplate(' METHOD, URI ,HEADER_X-Descope-Timestamp,BODY,BODY').elements).toEqual([
      { type: 'method' },
      { type: 'uri' },
      { type: 'header', name: 'x-descope-timestamp' },
      { type: 'body' },
      { type: 'body' },
    ])
  })

  it.each([
    '',
    ' ',
    'METHOD,',
    ',',
    'method',
    'PATH',
    'HEADER_',
    'HEADER_a b',
    'METHOD URI',
    '{{form.x}}',
    'METHOD;URI',
  ])('refuses %j', (text) => {
    expect(parseSignatureTemplate(text).error).toMatch(/Use METHOD|dynamic/)
  })

  it('reads whatever it is given, and what it takes it can write again', () => {
    const written = fc.array(fc.constantFrom('METHOD', 'URI', 'BODY', 'HEADER_x-a', 'HEADER_!#$'), { minLength: 1 })
    fc.assert(
      fc.property(written, (parts) => {
        const elements = parseSignatureTemplate(parts.join(',')).elements ?? []
        const again = elements.map((element) =>
          element.type === 'header' ? `HEADER_${element.name}` : element.type.toUpperCase(),
        )
        expect(again).toEqual(parts)
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => void parseSignatureTemplate(text)))
  })
})

describe('at save', () => {
  const problems = (input: Record<string, unknown>) => {
    const parsed = httpInputSchema.safeParse({ type: 'http', name: 'A', baseUrl: 'https://a.example', ...input })
    return parsed.success ? {} : toFields(parsed.error.issues)
  }

  it.each([
    TEMPLATE,
    'HEADER_x-tenant',
    'HEADER_X-TENANT,HEADER_host,HEADER_accept,HEADER_user-agent,HEADER_accept-encoding,HEADER_content-type',
  ])('takes %s', (text) => {
    expect(problems({ headers: [row(text), { key: 'X-Tenant', value: '{{tenant.id}}' }] })).toEqual({})
  })

  it('takes the header of the authentication', () => {
    const headers = [row('HEADER_authorization,HEADER_x-key')]
    const authentication = { method: 'bearerToken', bearerToken: 't' }
    expect(problems({ headers, authentication })).toEqual({ 'headers.0.value': expect.stringContaining('x-key') })
    const apiKey = { method: 'apiKey', apiKey: { key: 'X-Key', token: 't' } }
    expect(problems({ headers: [row('HEADER_x-key')], authentication: apiKey })).toEqual({})
  })

  it.each([
    'METHOD,PATH',
    'HEADER_x-absent',
    'HEADER_authorization',
    'HEADER_content-length',
    'HEADER_x-descope-webhook-s256',
    '{{form.template}}',
  ])('refuses %s at the value of its row', (text) => {
    expect(Object.keys(problems({ headers: [{ key: 'x-a', value: '1' }, row(text)] }))).toEqual(['headers.1.value'])
  })

  it.each(['X-Descope-Webhook-S256', 'x-descope-timestamp'])('refuses a row for %s', (key) => {
    expect(Object.keys(problems({ headers: [{ key, value: '1' }] }))).toEqual(['headers.0.key'])
  })

  it('knows the headers that every request carries', () => {
    const sources = { headers: [], awsAuthType: 'none', awsService: '', rfc9421SigningEnabled: false } as const
    const carried = listCarriedHeaders(sources, undefined)
    for (const [name] of withDefaultHeaders([])) expect(carried).toContain(name)
  })
})

describe('a sent request', () => {
  const receiver = startReceiver()
  beforeAll(receiver.start)
  afterAll(async () => {
    await closeEgress()
    await receiver.close()
  })
  const config: SentCase['config'] = { headers: [row(TEMPLATE)] }
  const send = (setup: SentCase) => receiver.send({ secrets: { hmacSecret: SECRET }, config, ...setup })
  const mac = (...parts: (string | Buffer)[]) => {
    const hmac = createHmac('sha256', SECRET)
    for (const part of parts) hmac.update(part)
    return hmac.digest('base64')
  }
  const timestampOf = ({ headers }: ReceivedRequest) => String(headers['x-descope-timestamp'])

  it('is signed over what the template names, and carries template and timestamp', async () => {
    const call = {
      action: 'POST',
      endpoint: '/a%20b?q={{form.q}}&r=(1)',
      payload: { type: 'json' as const, value: { a: 1 } },
    }
    const before = Math.floor(Date.now() / 1000)
    const { received, outcome } = await send({ call, values: { form: { q: '\u00e4 &/' } } })
    expect(received.headers['x-descope-signature-template']).toBe(TEMPLATE)
    expect(Number(timestampOf(received))).toBeGreaterThanOrEqual(before)
    expect(Number(timestampOf(received))).toBeLessThanOrEqual(Date.now() / 1000)
    expect(received.url).toBe('/v1/a%20b?q=%C3%A4%20%26%2F&r=(1)')
    const expected = mac('POST', received.url, timestampOf(received), '{"a":1}')
    expect(received.headers['x-descope-webhook-s256']).toBe(expected)
    expect(outcome.record.request?.headers).toMatchObject({
      'x-descope-signature-template': TEMPLATE,
      'x-descope-timestamp': timestampOf(received),
      'x-descope-webhook-s256': '\u2022\u2022\u2022\u2022',
    })
  })

  it('is signed over headers as they are on the wire, those of the authentication and the defaults too', async () => {
    const template = 'HEADER_authorization,HEADER_x-name,HEADER_host,HEADER_user-agent,HEADER_content-type,BODY'
    const { received } = await send({
      config: {
        authentication: { method: 'bearerToken' },
        headers: [{ key: 'X-Name', value: ' {{form.name}} ' }, row(template)],
      },
      secrets: { hmacSecret: SECRET, 'authentication.bearerToken': 'tok' },
      values: { form: { name: 'J\u00fcrgen \u2603' } },
    })
    const raw = (name: string) => Buffer.from(String(received.headers[name]), 'latin1')
    expect(raw('x-name').toString()).toBe('J\u00fcrgen \u2603')
    const parts = ['authorization', 'x-name', 'host', 'user-agent'].map(raw)
    expect(received.headers['x-descope-webhook-s256']).toBe(mac(...parts))
    expect(received.headers).not.toHaveProperty('x-descope-timestamp')
  })

  it('without a body signs nothing in its place', async () => {
    const { received } = await send({ call: { action: 'DELETE', endpoint: '' } })
    expect(received.headers['x-descope-webhook-s256']).toBe(mac('DELETE', '/v1', timestampOf(received)))
  })

  it('is not sent when the stored template cannot be read', async () => {
    const setup = { secrets: { hmacSecret: SECRET }, config: { headers: [row('PATH')] } }
    const count = receiver.received.length
    const { outcome } = await receiver.send(setup)
    expect(outcome).toMatchObject({
      event: 'connectorExecution',
      record: { error: { code: 'signatureTemplateInvalid' } },
    })
    expect(receiver.received.length).toBe(count)
  })

  it('is signed anew when it is redirected within its origin, and not at all beyond', async () => {
    const seen: { url: string; host: string; signature: unknown; timestamp: unknown; template: unknown }[] = []
    const server = await startServer((request, response) => {
      const { host = '', ...headers } = request.headers
      seen.push({
        url: request.url ?? '',
        host,
        signature: headers['x-descope-webhook-s256'],
        timestamp: headers['x-descope-timestamp'],
        template: headers['x-descope-signature-template'],
      })
      const next = { '/v1/a': '/v1/b', '/v1/b': `http://localhost:${server.port}/c`, '/c': `${server.origin}/v1/d` }[
        request.url ?? ''
      ]
      // A body does not follow to another origin.
      if (next) response.writeHead(request.url === '/v1/a' ? 308 : 303, { location: next }).end()
      else response.end('{}')
    })
    const { outcome } = await send({
      config: { ...config, baseUrl: `${server.origin}/v1` },
      call: { action: 'POST', endpoint: '/a', payload: { type: 'text', value: 'hi' } },
    })
    await server.close()
    expect(seen.map(({ url }) => url)).toEqual(['/v1/a', '/v1/b', '/c', '/v1/d'])
    for (const { url, signature, timestamp } of seen.slice(0, 2)) {
      expect(signature).toBe(mac('POST', url, String(timestamp), 'hi'))
    }
    for (const hop of seen.slice(2)) {
      expect(hop).toMatchObject({ signature: undefined, timestamp: undefined, template: undefined })
    }
    expect(outcome.ok).toBe(true)
  })
})
