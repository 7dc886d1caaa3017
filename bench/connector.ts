import { Agent, request } from 'undici'
import { httpClient } from '@/lib/connectors/http/client'
import { httpConfigSchema } from '@/lib/connectors/http/schema'
import { closeEgress } from '@/lib/egress/request'
import type { Json } from '@/lib/language/json'
import { finish } from '@/lib/language/masking'
import { maskEchoes } from '@/lib/language/masking-leaves'
import { getPath } from '@/lib/language/path'
import { Secret } from '@/lib/vault/secret'
import { CALLERS } from './load'
import { median, percentile } from './statistics'

export interface ConnectorFigures {
  /** One caller, milliseconds. */
  p50Ms: number
  bareP50Ms: number
  /** Median over the rounds of what a call costs more, one caller. */
  moreMs: number
  perSecond: number
  barePerSecond: number
  /** Calls a second over those of bare undici, 16 callers; median of the rounds. */
  ratio: number
  calls: number
  /** Connections that the upstream saw for them. */
  connections: number
  /** How long 1,000 calls of one second took that began together. */
  slowMs: number
}

const SLOW_CALLS = 1_000
const WARM_UP_SECONDS = 1
const values: Json = {
  form: { email: 'ada@example.com', plan: 'pro', name: 'Ada Lovelace' },
  user: { id: 'u-1001' },
  execution: { id: 'exe-1' },
}

/** Calls of a Generic HTTP connector beside bare undici, which sends the very same requests to the same upstream. */
export async function measureConnector(upstream: string, rounds: number, seconds: number): Promise<ConnectorFigures> {
  const call = connectorCall(upstream)
  const bare = bareCall(upstream)
  const first = await connectionsOf(upstream)
  await during(WARM_UP_SECONDS, CALLERS, call.send)
  const opened = (await connectionsOf(upstream)) - first - 1
  await during(WARM_UP_SECONDS, CALLERS, bare.send)
  const latencies: { own: number; bare: number }[] = []
  const rates: { own: number; bare: number }[] = []
  let calls = 0
  let connections = opened
  for (let round = 0; round < rounds; round++) {
    latencies.push({ bare: await p50(seconds, bare.send), own: await p50(seconds, call.send) })
    const before = await connectionsOf(upstream)
    const own = await during(seconds, CALLERS, call.send)
    // The one that asks is counted too.
    connections += (await connectionsOf(upstream)) - before - 1
    calls += own.length
    rates.push({ bare: (await during(seconds, CALLERS, bare.send)).length / seconds, own: own.length / seconds })
  }
  const slowMs = await thousandSlow(call.sendSlow)
  await Promise.all([closeEgress(), bare.close()])
  return {
    p50Ms: median(latencies.map(({ own }) => own)),
    bareP50Ms: median(latencies.map((one) => one.bare)),
    moreMs: median(latencies.map((one) => one.own - one.bare)),
    perSecond: median(rates.map(({ own }) => own)),
    barePerSecond: median(rates.map((one) => one.bare)),
    ratio: median(rates.map((one) => one.own / one.bare)),
    calls,
    connections,
    slowMs,
  }
}

/** A connector with signing, header templates, a payload with values, and secrets to mask. */
function connectorCall(upstream: string) {
  const prepared = httpClient.prepare({
    projectId: 'p1',
    version: 1,
    id: 'bench',
    type: 'http',
    name: 'Upstream',
    config: httpConfigSchema.parse({
      baseUrl: `${upstream}/v1`,
      authentication: { method: 'bearerToken' },
      headers: [
        { key: 'X-User', value: '{{user.id}}' },
        { key: 'X-Execution', value: 'execution {{execution.id}}' },
        { key: 'x-descope-signature-template', value: 'METHOD,URI,HEADER_x-descope-timestamp,BODY' },
      ],
    }),
    secrets: new Map([
      ['authentication.bearerToken', new Secret('a-bearer-token-of-the-bench')],
      ['hmacSecret', new Secret('an-hmac-secret-of-the-bench')],
    ]),
  })
  const payload = {
    type: 'json' as const,
    value: { email: '{{form.email}}', plan: '{{form.plan}}', note: 'of {{form.name}}' },
  }
  const send = async (endpoint: string) => {
    const outcome = await prepared.call({
      call: { action: 'POST', endpoint, payload, timeoutSeconds: 10 },
      scope: { read: (path) => getPath(values, path) },
      scopeSecrets: [],
    })
    if (!outcome.ok) throw new Error(`A call of the bench failed: ${outcome.record.error?.message}`)
    return finish(maskEchoes([], outcome.value, outcome.secrets))
  }
  return {
    send: () => send('/customers/{{user.id}}?email={{form.email}}'),
    sendSlow: () => send('/slow'),
  }
}

/** The same request, made once. */
function bareCall(upstream: string) {
  const agent = new Agent({ pipelining: 1, allowH2: false })
  const headers = {
    'x-user': 'u-1001',
    'x-execution': 'execution exe-1',
    'x-descope-signature-template': 'METHOD,URI,HEADER_x-descope-timestamp,BODY',
    'x-descope-timestamp': '1700000000',
    authorization: 'Bearer a-bearer-token-of-the-bench',
    'content-type': 'application/json',
    accept: '*/*',
    'accept-encoding': 'gzip, deflate, br, zstd',
    'user-agent': 'Patchbay',
    'x-descope-webhook-s256': 'c'.repeat(44),
  }
  const body = JSON.stringify({ email: 'ada@example.com', plan: 'pro', note: 'of Ada Lovelace' })
  const url = `${upstream}/v1/customers/u-1001?email=ada%40example.com`
  return {
    send: async () => (await request(url, { method: 'POST', dispatcher: agent, headers, body })).body.json(),
    close: () => agent.close(),
  }
}

async function p50(seconds: number, send: () => Promise<unknown>): Promise<number> {
  return percentile(await during(seconds, 1, send), 50)
}

/** Calls for so long, each caller its next when the last is answered. Gives the milliseconds of each call. */
async function during(seconds: number, callers: number, send: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + seconds * 1000
  const caller = async () => {
    for (let now = performance.now(); now < until; ) {
      await send()
      const ended = performance.now()
      times.push(ended - now)
      now = ended
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return times
}

async function thousandSlow(send: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await Promise.all(Array.from({ length: SLOW_CALLS }, send))
  return performance.now() - started
}

async function connectionsOf(upstream: string): Promise<number> {
  const { body } = await request(`${upstream}/connections`, { reset: true })
  return Number(await body.text())
}
