import zlib from 'node:zlib'
import { drip, pour } from '../faulty-servers'
import { type Fault, fault, from, raw } from './fault'

const rows: Fault[] = []
const add = (...row: Parameters<typeof fault>) => void rows.push(fault(...row))

/** What goes wrong with an answer. */
export const faultsOfAnswering: readonly Fault[] = rows

// Waiting for the answer.
add(
  'wait',
  'a server that never answers',
  'timeout',
  /status and headers/,
  raw(() => {}),
)
add(
  'wait',
  'headers that drip',
  'timeout',
  /status and headers/,
  raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    drip(socket, 'x: y\r\n')
  }),
)
add(
  'wait',
  'a connection reset before the answer',
  'connectionReset',
  /closed the connection/,
  raw((socket) => socket.once('data', () => socket.resetAndDestroy())),
)
add(
  'wait',
  'an answer that is not HTTP',
  'badResponse',
  /not valid HTTP/,
  raw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
)
add(
  'wait',
  'endless headers',
  'badResponse',
  /not valid HTTP/,
  raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    socket.write(`x: ${'y'.repeat(10_000)}\r\n`.repeat(20))
  }),
)

// Downloading.
add(
  'download',
  'an answer that says it has 1 GB',
  'tooLarge',
  /limit of 10485760 bytes/,
  from((_request, response) => {
    response.setHeader('content-length', 2 ** 30)
    pour(response, 2 ** 30)
  }),
)
add(
  'download',
  'an answer of 1 GB that does not say so',
  'tooLarge',
  /limit of 10485760 bytes/,
  from((_request, response) => pour(response, 2 ** 30)),
)
add(
  'download',
  'a body that drips',
  'timeout',
  /downloading the body/,
  raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
    drip(socket, '1\r\n.\r\n')
  }),
)
add(
  'download',
  'a connection reset midway',
  'connectionReset',
  /closed the connection/,
  from((request, response) => {
    response.write('half')
    setTimeout(() => request.socket.resetAndDestroy(), 20)
  }),
)
add(
  'download',
  'a body shorter than it says',
  'connectionReset',
  /closed the connection/,
  from((request, response) => {
    response.setHeader('content-length', 100)
    response.write('half')
    setTimeout(() => request.socket.end(), 20)
  }),
)

// Undoing its content coding.
const zeros = Buffer.alloc(2 ** 24)
// Made before the call: packing takes longer than all else.
const coded = (coding: string, body: () => Buffer) => () => {
  const bytes = body()
  return from((_request, response) => response.setHeader('content-encoding', coding).end(bytes))()
}
// Gzip members may be joined: 64 of 16 MB.
add(
  'decode',
  'a zip bomb of 1 GB in gzip',
  'tooLarge',
  /limit of/,
  coded('gzip', () => Buffer.concat(Array<Buffer>(64).fill(zlib.gzipSync(zeros)))),
)
add(
  'decode',
  'a zip bomb in brotli',
  'tooLarge',
  /limit of/,
  coded('br', () => zlib.brotliCompressSync(zeros, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })),
)
add(
  'decode',
  'a zip bomb in gzip in gzip',
  'tooLarge',
  /limit of/,
  coded('gzip, gzip', () => zlib.gzipSync(zlib.gzipSync(zeros))),
)
add(
  'decode',
  'a body that does not have its coding',
  'badEncoding',
  /could not be decompressed/,
  coded('gzip', () => Buffer.from('plain')),
)

// Redirects.
const redirects =
  (location: string | undefined, action = 'GET', status = 307) =>
  async () => {
    const setup = await from((_request, response) => response.writeHead(status, location ? { location } : {}).end())()
    return { ...setup, action }
  }
add('redirect', 'a sixth redirect', 'tooManyRedirects', /more than 5 times/, redirects('/again?{secret}'))
add('redirect', 'a redirect without Location', 'redirectWithoutLocation', /no location/, redirects(undefined))
add('redirect', 'a redirect to a private address', 'refusedByGuard', /private/, redirects('http://10.0.0.1/'))
add(
  'redirect',
  'a redirect to a metadata address',
  'refusedByGuard',
  /metadata/,
  redirects('http://169.254.169.254/latest/meta-data/'),
)
add('redirect', 'a redirect to an address in decimal', 'refusedByGuard', /loopback/, redirects('http://2130706434/'))
add(
  'redirect',
  'a redirect with user-info',
  'refusedByGuard',
  /user name or password/,
  redirects('http://127.0.0.1@127.0.0.2/'),
)
add('redirect', 'a redirect to another scheme', 'refusedByGuard', /scheme file:/, redirects('file:///etc/passwd'))
add(
  'redirect',
  'a redirect that would carry the body to another origin',
  'redirectMovesBody',
  /127\.0\.0\.1:1,/,
  redirects('http://127.0.0.1:1/', 'POST'),
)
add(
  'redirect',
  'a redirect to a host that refuses',
  'connectionRefused',
  /127\.0\.0\.1:1\./,
  redirects('http://127.0.0.1:1/'),
)
