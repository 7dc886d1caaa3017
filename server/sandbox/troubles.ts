import { STATUS_CODES } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { type Call, type Endpoint, numberOf, type Reply, refuse } from './endpoint'

const group = 'Things that go wrong'
const MAX_WAIT_MS = 120_000
const MAX_BYTES = 200_000_000
const MAX_NAMES = 1_000

export const troubles: readonly Endpoint[] = [
  {
    method: 'ANY',
    path: '/status/:code',
    summary: 'Answers with that status, 200 to 599; 429 and 503 with Retry-After.',
    example: '/status/503',
    group,
    handle: ({ params }) => statusReply(Number(params.code)),
  },
  {
    method: 'ANY',
    path: '/slow',
    summary: 'Answers after so many milliseconds.',
    example: '/slow?ms=3000',
    group,
    handle: (call) => slow(call, numberOf(call.query, 'ms', 3_000, MAX_WAIT_MS)),
  },
  {
    method: 'GET',
    path: '/flaky',
    summary: 'Fails with 503 as often as asked, then works once, then begins again; counted by name.',
    example: '/flaky?fails=2&name=mine',
    group,
    handle: flaky,
  },
  {
    method: 'ANY',
    path: '/redirect',
    summary:
      'Redirects (status, default 302) so many times, then to the address given as to; to=none leaves Location out.',
    example: '/redirect?times=3&to=/plans',
    group,
    handle: redirect,
  },
  {
    method: 'GET',
    path: '/large',
    summary: 'Streams JSON of so many bytes.',
    example: '/large?bytes=50000000',
    group,
    handle: large,
  },
  {
    method: 'GET',
    path: '/invalid-json',
    summary: 'Says that it is JSON, and is not.',
    example: '/invalid-json',
    group,
    handle: () => ({
      body: Buffer.from('{"name": "Ada Lovelace", "plan": '),
      headers: { 'content-type': 'application/json' },
    }),
  },
  {
    method: 'ANY',
    path: '/drop',
    summary: 'Closes the connection in the middle of the body; at=once closes it before any answer.',
    example: '/drop',
    group,
    handle: drop,
  },
  {
    method: 'GET',
    path: '/outcomes/:name',
    summary:
      'One way to end, by name: ok, not-found, unavailable, flaky (fails twice), dropped, slow (15 seconds), invalid-json.',
    example: '/outcomes/unavailable',
    group,
    handle: outcome,
  },
]

function statusReply(code: number): Reply {
  if (!Number.isInteger(code) || code < 200 || code > 599) {
    return refuse(400, 'invalid_status', 'Give a status between 200 and 599.')
  }
  const text = STATUS_CODES[code] ?? 'Unnamed'
  if (code === 204 || code === 205 || code === 304) return { status: code }
  if (code < 300) return { status: code, body: { status: code, message: text } }
  return {
    status: code,
    body: { error: { code: text.toLowerCase().replaceAll(' ', '_'), message: `The sandbox was asked for ${code}.` } },
    ...(code === 429 || code === 503 ? { headers: { 'retry-after': '2' } } : {}),
  }
}

async function slow({ response }: Call, ms: number): Promise<Reply | null> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  await wait(ms, undefined, { signal: gone.signal }).catch(() => {})
  return response.destroyed ? null : { body: { waitedMs: ms } }
}

function flaky({ memory, query }: Call): Reply {
  const fails = numberOf(query, 'fails', 2, 100)
  const name = query.get('name') ?? 'default'
  const attempt = (memory.flaky.get(name) ?? 0) + 1
  if (!memory.flaky.has(name) && memory.flaky.size >= MAX_NAMES) memory.flaky.clear()
  memory.flaky.set(name, attempt > fails ? 0 : attempt)
  if (attempt > fails) return { body: { attempt, message: 'It works now.' } }
  return {
    status: 503,
    body: { error: { code: 'unavailable', message: `Attempt ${attempt} of ${fails} that fail.` } },
    headers: { 'retry-after': '1' },
  }
}

function redirect({ query, prefix }: Call): Reply {
  const times = numberOf(query, 'times', 1, 100)
  const wanted = numberOf(query, 'status', 302, 399)
  const status = wanted >= 300 ? wanted : 302
  const to = query.get('to') ?? '/plans'
  if (to === 'none') return { status, body: { message: 'This redirect has no Location.' } }
  const again = new URLSearchParams({ times: String(times - 1), status: String(status), to })
  // A header holds no line breaks: what is not a plain address is encoded.
  const target = times > 1 ? `${prefix}/redirect?${again}` : encodeURI(decodeSafely(to))
  return { status, body: { to: target }, headers: { location: target } }
}

async function large({ query, response }: Call): Promise<null> {
  const head = '{"padding":"'
  const tail = '"}'
  const bytes = Math.max(numberOf(query, 'bytes', 1_000_000, MAX_BYTES), head.length + tail.length)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes })
  // Whoever hangs up has had enough.
  await pipeline(padded(head, bytes, tail), response).catch(() => {})
  return null
}

function* padded(head: string, bytes: number, tail: string): Generator<Buffer> {
  yield Buffer.from(head)
  const chunk = Buffer.alloc(64 * 1024, 'x')
  for (let left = bytes - head.length - tail.length; left > 0; left -= chunk.length) {
    yield left < chunk.length ? chunk.subarray(0, left) : chunk
  }
  yield Buffer.from(tail)
}

function drop({ query, response }: Call): null {
  if (query.get('at') === 'once') {
    response.destroy()
    return null
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 })
  response.write('{"name": "Ada Lovelace", ', () => response.destroy())
  return null
}

function outcome(call: Call): Reply | null | Promise<Reply | null> {
  switch (call.params.name) {
    case 'ok':
      return { body: { message: 'Everything went well.' } }
    case 'not-found':
      return refuse(404, 'not_found', 'There is no such thing.')
    case 'unavailable':
      return refuse(503, 'unavailable', 'The service is being maintained.')
    case 'flaky':
      return flaky(call)
    case 'dropped':
      return drop(call)
    case 'slow':
      return slow(call, 15_000)
    case 'invalid-json':
      return { body: Buffer.from('{"message": '), headers: { 'content-type': 'application/json' } }
    default:
      return refuse(404, 'unknown_outcome', 'Use ok, not-found, unavailable, flaky, dropped, slow or invalid-json.')
  }
}

function decodeSafely(text: string): string {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}
