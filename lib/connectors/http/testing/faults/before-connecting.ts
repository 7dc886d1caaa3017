import { at, type Fault, fault, named, nowhere, serve } from './fault'

const rows: Fault[] = []
const add = (...row: Parameters<typeof fault>) => void rows.push(fault(...row))

/** What goes wrong before a connection is made. */
export const faultsBeforeConnecting: readonly Fault[] = rows

// Before anything leaves.
const header = (value: string) => () => ({
  baseUrl: nowhere,
  config: { headers: [{ key: 'X-User', value: '{{v}}' }] },
  values: { v: value },
})
add('build', 'a value with a line break in a header', 'headerInvalid', /header X-User/, header('a\r\nX-Admin: 1'))
add('build', 'a value with NUL in a header', 'headerInvalid', /header X-User/, header('a\0'))
const inPath = (v: string) => () => ({ baseUrl: nowhere, endpoint: '/a/{{v}}/b', values: { v } })
add('build', 'a value that is a dot segment', 'endpointDotSegment', /leave the base URL/, inPath('..'))
add('build', 'a value that is an encoded dot segment', 'endpointDotSegment', /leave the base URL/, inPath('%2e%2E'))
const endpoint = (text: string) => () => ({ baseUrl: nowhere, endpoint: text })
add('build', 'an endpoint that names another host', 'endpointInvalid', /host comes from/, endpoint('//evil.example/'))
add('build', 'an endpoint that would become user-info', 'endpointInvalid', /begins with @/i, endpoint('@evil.example/'))
add('build', 'an endpoint with a dot segment', 'endpointInvalid', /leave the base URL/, endpoint('/../admin'))

// Look-up.
const code = (text: string) => Promise.reject(Object.assign(new Error(text), { code: text }))
add(
  'dns',
  'a host that does not exist',
  'dnsNotFound',
  /gone\.example does not exist/,
  named('http://gone.example', () => code('ENOTFOUND')),
)
add(
  'dns',
  'a name server that fails',
  'dnsFailed',
  /EAI_AGAIN/,
  named('http://slow.example', () => code('EAI_AGAIN')),
)
add(
  'dns',
  'a name server that does not answer',
  'timeout',
  /looking up the host/,
  named('http://mute.example', () => new Promise(() => {})),
)

// The guard.
const refused: [string, string, RegExp][] = [
  ['a private address', 'http://10.0.0.1', /10\.0\.0\.1 is a private address/],
  ['a link-local address', 'http://169.254.1.1', /link-local/],
  ['a metadata address', 'http://169.254.169.254', /metadata/],
  ['a metadata address in IPv6', 'http://[fd00:ec2::254]', /metadata/],
  ['an address in decimal', 'http://2130706434', /127\.0\.0\.2 is a loopback/],
  ['an address in octal', 'http://0177.0.0.2', /127\.0\.0\.2 is a loopback/],
  ['an address in hexadecimal', 'http://0x7f000002', /127\.0\.0\.2 is a loopback/],
  ['an address mapped into IPv6', 'http://[::ffff:127.0.0.2]', /7f00:2\]?.* is a loopback/],
  ['an address with a trailing dot', 'http://127.0.0.2.', /127\.0\.0\.2 is a loopback/],
]
for (const [text, baseUrl, says] of refused) add('guard', text, 'refusedByGuard', says, () => ({ baseUrl }))
add(
  'guard',
  'a name that leads to a private address',
  'refusedByGuard',
  /inner\.example.* private/,
  named('http://inner.example', async () => at('10.0.0.1')),
)
add(
  'guard',
  'a name that leads to a metadata address among others',
  'refusedByGuard',
  /metadata/,
  named('http://cloud.example', async () => [...at('127.0.0.1'), ...at('169.254.169.254')]),
)
add('guard', 'a name that changes to a metadata address between two calls', 'refusedByGuard', /metadata/, async () => {
  const { port } = await serve((_request, response) => response.end())
  const answers = [at('127.0.0.1'), at('169.254.169.254')]
  const baseUrl = `http://rebinding.example:${port}`
  const setup = named(baseUrl, async () => answers.shift() ?? at('169.254.169.254'))()
  return { ...setup, succeedsFirst: true }
})
rows.push({
  fault: 'a name that changes between look-up and connect',
  phase: 'guard',
  event: null,
  code: '',
  says: /^the judged address$/,
  setUp: async () => {
    const { port } = await serve((_request, response) => response.end('the judged address'))
    const answers = [at('127.0.0.1')]
    return named(`http://rebinding.example:${port}`, async () => answers.shift() ?? at('169.254.169.254'))()
  },
})
