import { Agent } from 'undici'
import { isHeaderNamed } from '@/lib/header-name'
import { type ConnectorOptions, createConnector } from './connect'
import { acceptEncoding, decodeBody } from './decode'
import { authorityOf, EgressError, type EgressTrace } from './errors'
import { type Answer, exchange, type Hop } from './exchange'
import type { Guard } from './guard'
import { nextHop } from './redirect'
import { deploymentGuard, deploymentRoute } from './settings'
import { closeSockets } from './socket'
import type { StaticRoute } from './static-route'
import { toEgressError } from './to-egress-error'
import { Watch } from './watch'

export interface EgressRequest {
  method: string
  /** http or https, without a user name or password. */
  url: string | URL
  /** In the order they are sent. host, content-length and the connection's own headers are set here. */
  headers?: readonly (readonly [string, string])[]
  body?: string | Uint8Array | null
  /** Over the whole call, from the first lookup to the last byte of the last redirect. */
  timeoutMs: number
  /** Of the body, before and after its content coding is undone. */
  maxResponseBytes: number
  /** DANGER: accepts any TLS certificate, so anyone on the way can read and answer. */
  insecure?: boolean
  /** Leaves by the deployment's static addresses, or not at all. */
  staticIps?: boolean
  /**
   * The headers of a redirect that stays with the origin: what signs a request covers its method, address and body,
   * which a redirect changes. Without it they stay. Once the origin has changed it is not asked again.
   */
  onRedirect?: ((request: Hop) => Hop['headers']) | undefined
  /** False: an answer that redirects is the answer. Default true. */
  followRedirects?: boolean
  signal?: AbortSignal | undefined
}

export interface EgressResponse extends EgressTrace {
  status: number
  statusText: string
  /** Lower-case names; a repeated header is an array. */
  headers: Record<string, string | string[]>
  body: Buffer
  /** The address that answered, after redirects. */
  url: string
}

/** The way out of one guard, with its connections that are kept alive. */
export interface Egress {
  request(request: EgressRequest): Promise<EgressResponse>
  close(): Promise<void>
}

/**
 * Sends a request to the outside: the only way that anything leaves this process. Every address is judged when a
 * connection to it is made; redirects are followed at most 5 times, each judged again.
 * @throws EgressError with a stable code, what happened and what to do
 */
export function egressRequest(request: EgressRequest): Promise<EgressResponse> {
  deploymentEgress ??= createEgress(deploymentGuard, deploymentRoute)
  return deploymentEgress.request(request)
}

/** Closes the connections that are kept alive. */
export async function closeEgress(): Promise<void> {
  const open = deploymentEgress
  deploymentEgress = undefined
  closeSockets()
  await open?.close()
}

let deploymentEgress: Egress | undefined

/** An egress with a guard and static addresses of its own, for tests and for the deployment's. */
export function createEgress(guard: () => Guard, staticRoute: () => StaticRoute | null = () => null): Egress {
  // One agent, so one pool of connections, for each way out: a connection that was made without verifying its
  // certificate, or from another address, is never used by a request that did not ask for it.
  const agents = new Map<string, Agent>()
  const agentFor = ({ insecure = false, staticIps = false }: EgressRequest) => {
    const key = `${insecure} ${staticIps}`
    const known = agents.get(key)
    if (known) return known
    const route = staticIps ? staticRoute() : null
    if (staticIps && route === null) throw new EgressError('staticIpsMissing')
    const agent = createAgent({ guard: guard(), insecure, route })
    agents.set(key, agent)
    return agent
  }
  return {
    request: (request) => send(request, agentFor),
    close: async () => {
      const open = [...agents.values()]
      agents.clear()
      await Promise.all(open.map((agent) => agent.destroy()))
    },
  }
}

/** The headers that every request carries unless its own say otherwise; told apart so that a record shows them. */
export function withDefaultHeaders(headers: Hop['headers']): Hop['headers'] {
  const absent = defaultHeaders.filter(([name]) => !carries(headers, name))
  return absent.length === 0 ? headers : [...headers, ...absent]
}

function carries(headers: Hop['headers'], name: string): boolean {
  for (const [given] of headers) if (isHeaderNamed(given, name)) return true
  return false
}

const defaultHeaders: Hop['headers'] = [
  ['accept', '*/*'],
  ['accept-encoding', acceptEncoding],
  ['user-agent', 'Patchbay'],
]

// A thousand slow calls to one third party do not wait for each other; a runaway one is bounded all the same.
const CONNECTIONS_PER_ORIGIN = 4_096

function createAgent(options: ConnectorOptions): Agent {
  return new Agent({
    connect: createConnector(options),
    connections: CONNECTIONS_PER_ORIGIN,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 65_536,
    // The watch keeps one timeout over the whole call.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
}

async function send(request: EgressRequest, agentFor: (request: EgressRequest) => Agent): Promise<EgressResponse> {
  const agent = agentFor(request)
  let hop = firstHop(request)
  let atHome = true
  const watch = new Watch(request.timeoutMs, request.signal, () => hop.url.host)
  try {
    for (;;) {
      const answer = await exchangeOnce(agent, hop, request.maxResponseBytes, watch)
      const next = request.followRedirects === false ? null : nextHop(hop, answer, watch.redirects)
      if (!next) {
        const body = await bodyOf(answer, hop.url, request.maxResponseBytes)
        watch.end()
        const { status, statusText, headers } = answer
        return { status, statusText, headers, body, url: hop.url.href, ...traceOf(watch) }
      }
      atHome &&= next.url.origin === hop.url.origin
      hop = { ...next, headers: withDefaultHeaders(next.headers) }
      if (atHome && request.onRedirect) hop = { ...hop, headers: request.onRedirect(hop) }
    }
  } catch (error) {
    const failure = toEgressError(error, hop.url)
    watch.end()
    failure.trace = traceOf(watch)
    throw failure
  }
}

function traceOf({ timings, redirects, secured }: Watch): EgressTrace {
  return { timings, redirects, secured }
}

// A kept connection that the other end closed meanwhile is no fault of the request: one that changes nothing is sent
// once more (RFC 9110 section 9.2.2).
function exchangeOnce(agent: Agent, hop: Hop, maxBytes: number, watch: Watch): Promise<Answer> {
  const answer = exchange(agent, hop, maxBytes, watch)
  if (hop.method !== 'GET' && hop.method !== 'HEAD') return answer
  return answer.catch((error) => {
    const stale = !watch.opened && !watch.stopped && toEgressError(error, hop.url).code === 'connectionReset'
    if (!stale) throw error
    return exchange(agent, hop, maxBytes, watch)
  })
}

function firstHop(request: EgressRequest): Hop {
  const url = requireUrl(request.url)
  for (const [name, value] of request.headers ?? []) requireHeader(name, value)
  return {
    method: request.method.toUpperCase(),
    url,
    headers: withDefaultHeaders(request.headers ?? []),
    body: request.body ?? null,
  }
}

/**
 * Refuses what is not plain http or https.
 * @throws EgressError urlInvalid
 */
export function requireUrl(text: string | URL): URL {
  const url = text instanceof URL ? text : URL.parse(text)
  if (!url) throw new EgressError('urlInvalid', { cause: 'it cannot be parsed' })
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new EgressError('urlInvalid', { cause: `its scheme is ${url.protocol.slice(0, -1).slice(0, 40)}` })
  }
  if (url.username !== '' || url.password !== '') {
    throw new EgressError('urlInvalid', { cause: 'it holds a user name or password' })
  }
  return url
}

// A token (RFC 9110 section 5.6.2) that is none of the connection's own: set by a caller those could split the request.
const HEADER_NAME =
  /^(?!(?:host|content-length|transfer-encoding|connection|keep-alive|proxy-connection|te|trailer|upgrade|expect)$)[!#$%&'*+.^_`|~0-9a-z-]+$/i

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/

function requireHeader(name: string, value: string): void {
  if (!HEADER_NAME.test(name) || CONTROL.test(value))
    throw new EgressError('badRequest', { cause: `the header ${JSON.stringify(name.slice(0, 60))} is not allowed` })
}

async function bodyOf({ status, headers, body }: Answer, url: URL, maxBytes: number): Promise<Buffer> {
  const encoding = headers['content-encoding']
  if (encoding === undefined) return body
  try {
    return await decodeBody(body, encoding, maxBytes, authorityOf(url))
  } catch (error) {
    if (error instanceof EgressError) error.status = status
    throw error
  }
}
