import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallRequest } from './connector-record'
import { toCurl } from './to-curl'

const MASK = '••••'
const run = promisify(execFile)
const hasCurl = succeeds('curl', ['--version'])

function request(part: Partial<CallRequest>): CallRequest {
  return {
    method: 'GET',
    url: 'https://api.example.com/v1',
    headers: [],
    body: null,
    bodySize: 0,
    bodyTruncated: false,
    ...part,
  }
}

/** The arguments that bash hands to curl. */
function argumentsOf(command: string, env: Record<string, string> = {}): string[] {
  // The marker at the end keeps an empty last argument.
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}\nprintf end`
  const output = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env: { NODE_ENV: 'test', ...env } })
  const read = output.split('\0')
  expect(read.pop()).toBe('end')
  return read
}

describe('the command', () => {
  it('is one line per part, with variables for what was masked', () => {
    const { command, variables } = toCurl(
      request({
        method: 'POST',
        url: `https://api.example.com/v1/customers?key=${MASK}`,
        headers: [
          { name: 'Authorization', value: `Bearer ${MASK}` },
          { name: 'X-Api-Key', value: MASK },
          { name: 'Path', value: MASK },
          { name: 'accept', value: '*/*' },
          { name: 'user-agent', value: 'Patchbay' },
          { name: 'content-type', value: 'application/json' },
        ],
        body: `{"name":"O'Hara","pin":"${MASK}","again":"${MASK}"}`,
      }),
    )
    expect(command).toBe(
      [
        `curl 'https://api.example.com/v1/customers?key='"$URL_SECRET"`,
        '-X POST',
        `-H 'Authorization: Bearer '"$TOKEN"`,
        `-H 'X-Api-Key: '"$X_API_KEY"`,
        `-H 'Path: '"$SECRET_PATH"`,
        "-H 'accept: */*'",
        "-H 'user-agent: Patchbay'",
        "-H 'content-type: application/json'",
        `--data-raw '{"name":"O'\\''Hara","pin":"'"$BODY_SECRET"'","again":"'"$BODY_SECRET_2"'"}'`,
      ].join(' \\\n  '),
    )
    expect(variables).toEqual(['URL_SECRET', 'TOKEN', 'X_API_KEY', 'SECRET_PATH', 'BODY_SECRET', 'BODY_SECRET_2'])
  })

  it('trusts any certificate only where the call did', () => {
    expect(toCurl(request({})).command).not.toContain('--insecure')
    expect(toCurl(request({}), { insecure: true }).command).toContain('--insecure')
  })

  it('reads as it was written in bash, whatever the texts and the secrets hold', () => {
    // No argument of a program holds NUL, and neither does what is stored.
    const text = fc
      .array(
        fc.oneof(
          { weight: 4, arbitrary: fc.string({ unit: 'binary' }) },
          fc.constantFrom("'", '"', '$HOME', '`id`', '$(id)', '\\', '!!', '\n', '&', '*', '~', '#', MASK),
        ),
        { maxLength: 6 },
      )
      .map((parts) => parts.join('').replaceAll('\0', ''))
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.constantFrom('"; id', "a'b", '$(id)', 'plain', 'c\nd'),
        (path, value, body, secret) => {
          const logged = request({
            method: 'PATCH',
            url: `https://api.example.com/${path}`,
            headers: [{ name: 'X-One', value }],
            body,
          })
          const { command, variables } = toCurl(logged)
          const read = argumentsOf(command, Object.fromEntries(variables.map((name) => [name, secret])))
          const open = (masked: string) => masked.replaceAll(MASK, secret)
          expect(read.filter((argument) => argument.startsWith('https://'))).toEqual([open(logged.url)])
          expect(read[read.indexOf('-H') + 1]).toBe(value === '' ? 'X-One;' : open(`X-One: ${value}`))
          expect(read[read.indexOf('--data-raw') + 1]).toBe(open(body))
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe.skipIf(!hasCurl)('curl itself', () => {
  const received: { method: string; path: string; headers: string[]; body: string }[] = []
  let server: Server
  let origin = ''

  beforeAll(async () => {
    server = createServer(async (message, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of message) chunks.push(chunk)
      const { method = '', url = '', rawHeaders } = message
      received.push({ method, path: url, headers: rawHeaders, body: Buffer.concat(chunks).toString() })
      response.end('ok')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  const usual = [
    { name: 'accept', value: '*/*' },
    { name: 'accept-encoding', value: 'gzip, deflate, br' },
    { name: 'user-agent', value: 'Patchbay' },
  ]
  const json = { name: 'content-type', value: 'application/json' }
  const cases: [string, Partial<CallRequest>][] = [
    ['a GET', { url: '/customers?email=a%40b.c&list[]=1&x={y}', headers: usual }],
    ['a HEAD', { method: 'HEAD', url: '/x', headers: usual }],
    ['a DELETE', { method: 'DELETE', url: '/x/1', headers: usual }],
    ['a POST of JSON', { method: 'POST', url: '/x', headers: [json, ...usual], body: '{"a":"@file \'q\' ✓\\n"}' }],
    ['a PUT without a body', { method: 'PUT', url: '/x', headers: usual }],
    ['a PATCH that begins with @', { method: 'PATCH', url: '/x', headers: [json, ...usual], body: '@/etc/passwd' }],
    ['a body without a type', { method: 'POST', url: '/x', headers: usual, body: 'a=1&b=2\nc' }],
    ['no headers at all', { method: 'POST', url: '/x', body: ' ' }],
    [
      'repeated, empty and masked headers',
      {
        url: '/x',
        headers: [
          { name: 'X-Many', value: '1' },
          { name: 'X-Many', value: '2' },
          { name: 'X-Empty', value: '' },
          { name: 'Authorization', value: `Bearer ${MASK}` },
          ...usual,
        ],
      },
    ],
  ]

  it.each(cases)('sends %s as it was logged', async (_, part) => {
    const logged = request({ ...part, url: `${origin}${part.url}` })
    const { command, variables } = toCurl(logged)
    const env = {
      NODE_ENV: 'test' as const,
      PATH: process.env.PATH,
      ...Object.fromEntries(variables.map((name) => [name, "s3cr'et $x"])),
    }
    // Without -q a .curlrc of whoever runs the tests would be read.
    await run('bash', ['--norc', '-c', command.replace(/^curl/, 'curl -q -s')], { env, timeout: 10_000 })
    const sent = received.pop()
    expect(sent).toMatchObject({ method: logged.method, path: String(part.url), body: logged.body ?? '' })
    const pairs = pairsOf(sent?.headers ?? []).filter(
      ([name = '']) => !['host', 'connection', 'content-length'].includes(name),
    )
    const open = (value: string) => value.replaceAll(MASK, "s3cr'et $x")
    expect(pairs.sort()).toEqual(logged.headers.map(({ name, value }) => [name.toLowerCase(), open(value)]).sort())
  })
})

function pairsOf(raw: readonly string[]): string[][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1] ?? '']] : []))
}

function succeeds(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
