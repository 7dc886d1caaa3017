import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testConnector } from '@/lib/connectors/call'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { stepDefinitions } from '@/lib/steps/definitions'
import { makeProject } from './testing/project'

// What a test sends is what a flow sends, to the byte: the server below reads no HTTP, it keeps what arrives.

type Payload = NonNullable<ConnectorStep['payload']>
type CallOf = { action: string; endpoint: string; payload?: Payload }

let project: Awaited<ReturnType<typeof makeProject>>
let server: Server
let baseUrl = ''
const arrived: Buffer[] = []

beforeAll(async () => {
  project = await makeProject()
  server = createServer((socket) => {
    let bytes = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk])
      if (!isWhole(bytes)) return
      arrived.push(bytes)
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}',
      )
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
afterAll(() => void server.close())

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n')
  const length = /\r\ncontent-length: (\d+)/i.exec(bytes.subarray(0, Math.max(end, 0)).toString('latin1'))?.[1]
  return end >= 0 && bytes.length >= end + 4 + Number(length ?? 0)
}

const values = { email: 'a&b+c@d.co', name: 'O\u2019Hara "\u{1f600}"\\', count: 7, list: [1, { a: null }] }
const endpoint = '/p/{{client.name}}?email={{client.email}}&n={{client.count}}'
const json: Payload = {
  type: 'json',
  value: { n: '{{client.count}}', l: '{{client.list}}', t: 'x {{client.name}}', m: null },
}
const form: Payload = { type: 'form', value: { name: '{{client.name}}', fixed: 'a b&c' } }
const text: Payload = { type: 'text', value: 'plain {{client.name}}\r\n{{client.list}}' }

const calls: CallOf[] = [
  { action: 'GET', endpoint },
  { action: 'HEAD', endpoint: '/' },
  { action: 'DELETE', endpoint },
  { action: 'DELETE', endpoint, payload: json },
  { action: 'POST', endpoint, payload: json },
  { action: 'POST', endpoint: '' },
  { action: 'PUT', endpoint, payload: form },
  { action: 'PATCH', endpoint, payload: text },
]
const authentications = {
  none: { method: 'none' },
  bearer: { method: 'bearerToken', bearerToken: 'a-token-of-some-length' },
  apiKey: { method: 'apiKey', apiKey: { key: 'X-Api-Key', token: 'a-key-of-some-length' } },
  basic: { method: 'basic', basic: { username: 'ann', password: 'a password \u017e' } },
}

describe.each(Object.entries(authentications))('with authentication %s', (name, authentication) => {
  test.each(calls.map((call) => [`${call.action} ${call.payload?.type ?? 'nothing'} ${call.endpoint}`, call] as const))(
    'a test and a flow send the same bytes: %s',
    async (label, { action, endpoint: to, payload }) => {
      const connectorId = await project.addConnector(baseUrl, {
        name: `${name} ${label}`.slice(0, 100),
        authentication,
        headers: [{ key: 'X-Email', value: '{{client.email}}' }],
        hmacSecret: 'a-secret-to-sign-with',
      })
      arrived.length = 0
      await testConnector({
        projectId: project.projectId,
        connectorId,
        call: { action, endpoint: to, payload: payload ?? null, timeoutSeconds: null },
        values: Object.fromEntries(Object.entries(values).map(([key, value]) => [`client.${key}`, value])),
      })
      const flowId = `same-${connectorId}`
      await project.publish(flowId, 'management', {
        start: { kind: 'start', next: { default: 'call' } },
        call: {
          ...stepDefinitions.connector.create(),
          connector: connectorId,
          action,
          endpoint: to,
          ...(payload ? { payload } : {}),
          contextKey: 'call',
          next: { success: 'end' },
        },
        end: stepDefinitions.end.create(),
      })
      const run = await project.post('/v1/mgmt/flow/run', { flowId, input: values }, project.bearer)
      expect(run.status).toBe(200)
      const [tested, ran] = arrived.map((bytes) => bytes.toString('latin1'))
      expect(arrived).toHaveLength(2)
      expect(ran).toBe(tested)
      expect(tested).toMatch(new RegExp(`^${action} /v1`))
    },
  )
})
