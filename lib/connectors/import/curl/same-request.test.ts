import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildRequest, parseHeaderTemplates } from '../../http/request'
import { httpConfigSchema } from '../../http/schema'
import type { ImportedAuthentication } from '../types'
import { readCurl } from './read-curl'
import { samples } from './testing/commands'

interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

const received: Sent[] = []
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
  received.push({ method: request.method ?? '', path: request.url ?? '', headers: Object.fromEntries(headers), body })
  response.end()
})
let port = 0

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterAll(() => server.close())

const hasCurl = ['curl', 'bash'].every((program) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

// The real curl is asked what it sends, at a server of the test's own. Where there is none, the corpus stands alone.
describe.skipIf(!hasCurl)('an imported command sends what curl sends', () => {
  it.each(samples.filter(({ differs }) => !differs).map((sample) => [sample.name, sample.command] as const))(
    '%s',
    async (_, secure) => {
      const command = secure.replaceAll('https://', 'http://')
      const sent = await runCurl(command)
      const made = makeRequest(command)
      expect(made.method).toBe(sent.method)
      // Some versions of curl write a blank of a query as a plus, which means the same.
      expect(made.path).toBe(sent.path.replaceAll('+', '%20'))
      const { 'content-type': type, ...headers } = made.headers
      expect(sent.headers).toMatchObject(headers)
      if (type === 'application/json' && made.body !== sent.body)
        expect(JSON.parse(made.body)).toEqual(JSON.parse(sent.body))
      else if (type === 'application/x-www-form-urlencoded')
        expect([...new URLSearchParams(made.body)]).toEqual([...new URLSearchParams(sent.body)])
      else expect(made.body).toBe(sent.body)
      if (type !== undefined) expect(sent.headers['content-type']?.split(';', 1)[0]).toBe(type.split(';', 1)[0])
    },
  )
})

async function runCurl(command: string): Promise<Sent> {
  received.length = 0
  const script = `curl() { command curl -q --silent --max-time 10 --connect-to ::127.0.0.1:${port} "$@"; }\n${command}`
  await promisify(execFile)('bash', ['--norc', '-c', script], { env: { ...process.env, http_proxy: '', HOME: '/' } })
  const [sent] = received
  if (!sent) throw new Error('curl sent nothing.')
  return sent
}

function makeRequest(command: string): Sent {
  const { call } = readCurl(command)
  if (!call) throw new Error('The command was not read.')
  const { baseUrl, headers, authentication } = call.connector
  const config = httpConfigSchema.parse({ baseUrl, headers })
  const { action, endpoint, payload } = call.step
  const request = buildRequest(
    config,
    parseHeaderTemplates(config),
    { action, endpoint, payload: payload ?? null, timeoutSeconds: null },
    { headers: headersOf(authentication), secrets: [] },
    { read: () => undefined },
    (source) => expect.unreachable(`${source} has no value`),
  )
  return {
    method: request.method,
    path: request.url.pathname + request.url.search,
    headers: Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: request.body ?? '',
  }
}

function headersOf(authentication: ImportedAuthentication): [string, string][] {
  switch (authentication.method) {
    case 'bearerToken':
      return [['Authorization', `Bearer ${authentication.bearerToken}`]]
    case 'apiKey':
      return [[authentication.apiKey.key, authentication.apiKey.token ?? '']]
    case 'basic': {
      const { username, password } = authentication.basic
      return [['Authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`]]
    }
    default:
      return []
  }
}
