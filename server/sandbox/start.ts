import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { StartError } from '../start-error'
import { answers } from './answers'
import { applicationEndpoints } from './application'
import { areas } from './areas'
import { type Memory, newMemory } from './data'
import { type Endpoint, type Reply, refuse } from './endpoint'
import { indexHtml, indexJson } from './index-page'
import { oauthEndpoints } from './oauth'
import { PROVIDER_PATH } from './provider/data'
import { createProvider, type SandboxProvider } from './provider/provider'
import { resources } from './resources'
import { troubles } from './troubles'

export interface Sandbox {
  url: string
  close(): Promise<void>
}

interface SandboxOptions {
  /** 0 takes a free one. */
  port: number
  /** Loopback unless said otherwise. */
  host?: string
  /** Where Patchbay is opened, when that is not a loopback address: the provider redirects to it too. */
  publicUrl?: string | undefined
}

const MAX_BODY_BYTES = 1_000_000
const endpoints = [...resources, ...oauthEndpoints, ...answers, ...troubles, ...applicationEndpoints]

/**
 * Starts the sandbox: a small third-party HTTP API with the same data at every start.
 * @throws StartError when the port is taken
 */
export async function startSandbox({ port, host = '127.0.0.1', publicUrl }: SandboxOptions): Promise<Sandbox> {
  const memory = newMemory()
  let provider: SandboxProvider | undefined
  const server = createServer((request, response) => {
    const isProvider = request.url === PROVIDER_PATH || request.url?.startsWith(`${PROVIDER_PATH}/`)
    const answering = isProvider && provider ? provider.handle(request, response) : answer(request, response, memory)
    answering.catch(() => response.destroy())
  })
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(explain(error, port)))
    server.listen(port, host, done)
  })
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
  // Its issuer names the port, which is known only now.
  provider = await createProvider(url, publicUrl)
  return {
    url,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartError(`The sandbox's port ${port} is taken. Set SANDBOX_PORT to another one, or SANDBOX=off.`)
  }
  if (error.code === 'EACCES')
    return new StartError(`The sandbox may not use port ${port}. Set SANDBOX_PORT to one above 1024.`)
  return error
}

async function answer(request: IncomingMessage, response: ServerResponse, memory: Memory): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox')
  const method = request.method ?? 'GET'
  const body = await readBody(request)
  if (body === null) return send(response, method, refuse(413, 'too_large', 'Send at most 1 MB.'))

  if (url.pathname === '/') return send(response, method, indexReply(request))
  const area = areas.find(({ prefix }) => url.pathname.startsWith(`${prefix}/`))
  if (area && !area.admits(request.headers, memory)) {
    const reply = refuse(401, 'unauthorized', `${area.message} Send ${area.credential}`)
    return send(response, method, { ...reply, headers: { 'www-authenticate': area.challenge } })
  }
  const prefix = area?.prefix ?? ''
  const path = url.pathname.slice(prefix.length)
  const found = route(method, path)
  if ('reply' in found) return send(response, method, found.reply)
  const { endpoint, params } = found
  const call = { method, path, prefix, params, query: url.searchParams, request, response, body, memory }
  const reply = await endpoint.handle(call)
  if (reply) send(response, method, reply)
}

/** Finds the endpoint; HEAD is answered like GET. */
function route(
  method: string,
  path: string,
): { endpoint: Endpoint; params: Record<string, string> } | { reply: Reply } {
  const verb = method === 'HEAD' ? 'GET' : method
  const allowed: string[] = []
  for (const endpoint of endpoints) {
    const params = matchPath(endpoint.path, path)
    if (!params) continue
    if (endpoint.method === 'ANY' || endpoint.method === verb) return { endpoint, params }
    allowed.push(endpoint.method)
  }
  if (allowed.length === 0) {
    return { reply: refuse(404, 'not_found', `The sandbox has no ${path}. GET / lists what it has.`) }
  }
  const reply = refuse(405, 'method_not_allowed', `${path} takes ${allowed.join(' and ')}, not ${method}.`)
  return { reply: { ...reply, headers: { allow: allowed.join(', ') } } }
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const text = given[index] ?? ''
    if (!segment.startsWith(':')) {
      if (segment !== text) return null
    } else if (text === '') return null
    else params[segment.slice(1)] = decode(text)
  }
  return params
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    // Read to the end all the same: a client that is still sending would not see the answer.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8')
}

function indexReply(request: IncomingMessage): Reply {
  const forPeople = (request.headers.accept ?? '').includes('text/html')
  const port = request.socket.localPort ?? 0
  if (!forPeople) return { body: indexJson(endpoints, port), headers: { vary: 'accept' } }
  const headers = { 'content-type': 'text/html; charset=utf-8', vary: 'accept' }
  return { body: Buffer.from(indexHtml(endpoints, port)), headers }
}

function send(response: ServerResponse, method: string, { status = 200, body, headers = {} }: Reply): void {
  if (body === undefined) {
    response.writeHead(status, headers).end()
    return
  }
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers })
  response.end(method === 'HEAD' ? undefined : bytes)
}
