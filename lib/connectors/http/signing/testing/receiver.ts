import type { IncomingHttpHeaders } from 'node:http'
import { startServer, type TestServer } from '@/lib/egress/testing/server'
import type { Json } from '@/lib/language/json'
import { getPath } from '@/lib/language/path'
import { Secret } from '@/lib/vault/secret'
import type { ConnectorCall, ConnectorOutcome } from '../../../types'
import { httpClient } from '../../client'
import { type HttpConfig, httpConfigSchema } from '../../schema'

/** A request as it arrived. */
export interface ReceivedRequest {
  method: string
  /** Path and query as they were on the wire. */
  url: string
  headers: IncomingHttpHeaders
  /** Names and values in turn, as they were on the wire. */
  rawHeaders: string[]
  body: Buffer
}

export interface SentCase {
  config?: Partial<HttpConfig>
  secrets?: Record<string, string>
  call?: Partial<ConnectorCall>
  values?: Json
}

const NOTHING: ReceivedRequest = { method: '', url: '', headers: {}, rawHeaders: [], body: Buffer.alloc(0) }

/** A real server that keeps what arrives, and the connector's own client to send to it. */
export function startReceiver() {
  let server: TestServer | undefined
  const received: ReceivedRequest[] = []
  return {
    received,
    start: async () => {
      server = await startServer(async (request, response) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk)
        const { method = '', url = '', headers, rawHeaders } = request
        received.push({ method, url, headers, rawHeaders, body: Buffer.concat(chunks) })
        response.setHeader('content-type', 'application/json').end('{}')
      })
    },
    close: async () => server?.close(),
    /** Sends a call and answers what arrived last. */
    send: async (setup: SentCase): Promise<{ outcome: ConnectorOutcome; received: ReceivedRequest }> => {
      const { config = {}, secrets = {}, call = {}, values = {} } = setup
      const prepared = httpClient.prepare({
        projectId: 'p1',
        version: 1,
        id: 'c1',
        type: 'http',
        name: 'Acme',
        config: httpConfigSchema.parse({ baseUrl: `${server?.origin}/v1`, ...config }),
        secrets: new Map(Object.entries(secrets).map(([field, text]) => [field, new Secret(text)])),
      })
      const outcome = await prepared.call({
        call: { action: 'GET', endpoint: '/x', payload: null, timeoutSeconds: 5, ...call },
        scope: { read: (path) => getPath(values, path) },
        scopeSecrets: [],
      })
      return { received: received.at(-1) ?? NOTHING, outcome }
    },
  }
}
