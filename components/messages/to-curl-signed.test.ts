import { execFile, execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallRequest } from './connector-record'
import { toStringsToSign } from './string-to-sign'
import { toCurl } from './to-curl'

const MASK = '••••'
const SECRET = "a s3cret/'of $both"
const run = promisify(execFile)
const hasPrograms = ['curl', 'openssl'].every((program) => {
  try {
    execFileSync(program, [program === 'curl' ? '--version' : 'version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

function request(part: Partial<CallRequest>): CallRequest {
  return { method: 'GET', url: 'https://e.com/x', headers: [], body: null, bodySize: 0, bodyTruncated: false, ...part }
}

const signature = { name: 'x-descope-webhook-s256', value: MASK }
const template = (value: string) => ({ name: 'x-descope-signature-template', value })

describe('what is signed', () => {
  it('is the body without a template, also when there is none', () => {
    const [body] = toStringsToSign(request({ method: 'POST', headers: [signature], body: `{"pin":"${MASK}"}` }), [])
    expect(body).toEqual({ title: 'String to sign (HMAC)', text: `{"pin":"${MASK}"}`, cut: false })
    expect(toStringsToSign(request({ headers: [signature] }), [])).toMatchObject([{ text: '' }])
    expect(toStringsToSign(request({}), [])).toEqual([])
  })

  it('follows the template, with a header that was masked left masked', () => {
    const headers = [
      template('METHOD, HEADER_host,URI,HEADER_X-Api-Key,HEADER_x-many,BODY'),
      { name: 'X-API-Key', value: MASK },
      { name: 'X-Many', value: ' 1' },
      { name: 'x-many', value: '2' },
      signature,
    ]
    const url = `https://e.com:8443/a%20b?key=${MASK}`
    expect(toStringsToSign(request({ url, headers, body: 'b', bodyTruncated: true }), [])).toMatchObject([
      { text: `GETe.com:8443/a%20b?key=${MASK}${MASK}1, 2b`, cut: true },
    ])
  })
})

describe('a command that signs', () => {
  it('says that a message signature cannot be made, and sends none', () => {
    const headers = [
      { name: 'Signature-Input', value: 'sig1=("@method");created=1;keyid="k"' },
      { name: 'Signature', value: MASK },
    ]
    const { command, variables, notes } = toCurl(request({ headers }), { signed: [{ by: 'rfc9421', text: 'base' }] })
    expect(command).not.toMatch(/signature/i)
    expect(variables).toEqual([])
    expect(notes.join()).toContain('RFC 9421')
  })

  it('lets curl sign for AWS, with the body’s hash only where the body is whole', () => {
    const headers = ['Authorization', 'x-amz-date', 'x-amz-content-sha256'].map((name) => ({ name, value: MASK }))
    const signed = [{ by: 'aws' as const, region: 'eu-west-1', service: 's3', text: '' }]
    const whole = toCurl(request({ method: 'PUT', headers, body: 'b' }), { signed })
    expect(whole.command).toContain(
      `--aws-sigv4 'aws:amz:eu-west-1:s3' \\\n  --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    )
    expect(whole.command).not.toMatch(/authorization|x-amz-date/i)
    expect(whole.command).toContain('x-amz-content-sha256')
    expect(toCurl(request({ headers, body: MASK }), { signed }).command).not.toContain('x-amz-content-sha256')
  })
})

describe.skipIf(!hasPrograms)('the programs themselves', () => {
  const received: { method: string; path: string; headers: Record<string, unknown>; body: string }[] = []
  let server: Server
  let origin = ''
  beforeAll(async () => {
    server = createServer(async (message, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of message) chunks.push(chunk)
      const { method = '', url = '', headers } = message
      received.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() })
      response.end('ok')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  async function send(logged: CallRequest, options: Parameters<typeof toCurl>[1] = {}) {
    const { command, variables } = toCurl(logged, options)
    const env = {
      NODE_ENV: 'test' as const,
      PATH: process.env.PATH,
      ...Object.fromEntries(variables.map((name) => [name, name === 'URL_SECRET' ? 'a%20key' : SECRET])),
    }
    await run('bash', ['--norc', '-c', command.replace(/^curl/m, 'curl -q -s')], { env, timeout: 10_000 })
    const sent = received.pop()
    if (!sent) throw new Error('curl sent nothing.')
    return { sent, variables }
  }

  it.each([
    ['POST', '/x', [], `{"a":"'q'","pin":"${MASK}","b":"\\n✓"}`, ({ body }) => body],
    ['GET', '/x?a=1', [], null, () => ''],
    [
      'PUT',
      `/a%20b?key=${MASK}&c=[1]`,
      [
        template('METHOD,URI,HEADER_host,HEADER_authorization,HEADER_x-two,HEADER_absent,BODY'),
        { name: 'Authorization', value: `Bearer ${MASK}` },
        { name: 'X-Two', value: 'one word' },
      ],
      `-n ${MASK}%s`,
      ({ path, body, host }) => `PUT${path}${host}Bearer ${SECRET}one word${body}`,
    ],
    [
      'PATCH',
      '/x',
      [template('HEADER_x-descope-timestamp,BODY'), { name: 'x-descope-timestamp', value: '1' }],
      'b',
      ({ body, headers }) => `${headers['x-descope-timestamp']}${body}`,
    ],
  ] satisfies [
    string,
    string,
    CallRequest['headers'],
    string | null,
    (sent: { path: string; body: string; host: string; headers: Record<string, unknown> }) => string,
  ][])('sign %s %s as its receiver checks it', async (method, path, headers, body, stringToSign) => {
    const logged = request({ method, url: origin + path, headers: [...headers, signature], body })
    const { sent, variables } = await send(logged)
    expect(variables[0]).toBe('HMAC_SECRET')
    const expected = createHmac('sha256', SECRET).update(stringToSign({ ...sent, host: new URL(origin).host }))
    expect(sent.headers['x-descope-webhook-s256']).toBe(expected.digest('base64'))
    if (sent.headers['x-descope-timestamp'])
      expect(Math.abs(Number(sent.headers['x-descope-timestamp']) - Date.now() / 1000)).toBeLessThan(30)
  })

  it('sign for AWS in the scope of the connector', async () => {
    const headers = [
      { name: 'Authorization', value: MASK },
      { name: 'x-amz-date', value: '20260101T000000Z' },
    ]
    const logged = request({ url: `${origin}/queue?a=1`, headers })
    const signed = [{ by: 'aws' as const, region: 'eu-west-1', service: 'sqs', text: '' }]
    const { sent } = await send(logged, { signed })
    expect(sent.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=.*\/eu-west-1\/sqs\/aws4_request/)
    expect(sent.headers['x-amz-date']).not.toBe('20260101T000000Z')
  })
})
