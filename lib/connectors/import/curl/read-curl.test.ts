import { describe, expect, it } from 'vitest'
import { httpInputSchema } from '../../http/schema'
import { readCurl } from './read-curl'
import { samples } from './testing/commands'

describe('commands of the world', () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))('%s', (_, sample) => {
    const { call, report } = readCurl(sample.command)
    expect(report.filter(({ tone }) => tone === 'error')).toEqual([])
    if (!call) throw new Error('Nothing was read.')
    const { connector, step } = call
    expect(connector.baseUrl).toBe(sample.base)
    expect(`${step.action} ${step.endpoint}`).toBe(sample.call)
    expect(step.payload).toEqual(sample.payload)
    expect(step.timeoutSeconds).toBe(sample.timeoutSeconds)
    expect(connector.authentication).toEqual(sample.authentication ?? { method: 'none' })
    expect(Object.fromEntries(connector.headers.map(({ key, value }) => [key, value]))).toEqual(sample.headers ?? {})
    const named = (tone: string) => new Set(report.filter((line) => line.tone === tone).map(({ what }) => what))
    expect(named('left')).toEqual(new Set(sample.left ?? []))
    expect(named('changed')).toEqual(new Set(sample.changed ?? []))
  })

  it('there are at least sixty of them', () => expect(samples.length).toBeGreaterThanOrEqual(60))

  it('makes settings that the connector takes, once what is missing is entered', () => {
    for (const { name, command, base } of samples) {
      const { call } = readCurl(command)
      if (!call || base.includes('<')) continue
      const { headers, baseUrl } = call.connector
      const parsed = httpInputSchema.safeParse({ type: 'http', name: 'x', baseUrl, headers })
      expect(parsed.error?.issues, name).toBeUndefined()
    }
  })
})

describe('what cannot be read', () => {
  const errorOf = (command: string) => {
    const { call, report } = readCurl(command)
    expect(call).toBeNull()
    return report.find(({ tone }) => tone === 'error')
  }

  it.each([
    ['', 'Paste a command that begins with curl.'],
    ['wget https://example.com', 'The command has to begin with curl.'],
    [
      'Invoke-WebRequest -Uri "https://example.com"',
      'This is a command of PowerShell. Copy it as cURL (bash) or cURL (cmd).',
    ],
    ['curl', 'The command has no URL. Was it cut off?'],
    ['curl https://example.com -X', 'A value has to follow. Was the command cut off?'],
    ["curl 'https://example.com", 'This quote is not closed. Check that the whole command was copied.'],
    ['curl ftp://example.com/x', 'Only http and https can be called.'],
    ['curl -X OPTIONS https://example.com', 'Connectors send GET, POST, PUT, PATCH, DELETE, HEAD, and no other verb.'],
    [
      `curl https://example.com --data-raw '${'a'.repeat(100_001)}'`,
      'A text payload has at most 100,000 characters. Shorten it, then import the command again.',
    ],
  ])('%j', (command, message) => expect(errorOf(command)?.message).toBe(message))

  it('says where', () => {
    const command = 'curl https://example.com \\\n  -X TRACE'
    const { start, end } = errorOf(command)?.at ?? { start: 0, end: 0 }
    expect(command.slice(start, end)).toBe('TRACE')
  })
})

describe('credentials', () => {
  const SECRET = 'n0t-to-be-seen-anywhere-else'

  it.each([
    `curl https://example.com/x -H 'Authorization: Bearer ${SECRET}'`,
    `curl https://example.com/x -H 'X-Api-Key: ${SECRET}' -H 'X-Other-Token: ${SECRET}'`,
    `curl https://example.com/x -u ada:${SECRET}`,
    `curl https://ada:${SECRET}@example.com/x`,
    `curl https://example.com/x --oauth2-bearer=${SECRET}`,
    `curl https://example.com/x -b session=${SECRET} -u ada:${SECRET}`,
    `curl 'https://example.com/x?access_token=${SECRET}&a=1'`,
    `curl https://example.com/x -d 'client_secret=${SECRET}&a=1'`,
    `curl https://example.com/x --json '{"a":[{"password":"${SECRET}"}]}'`,
    `curl https://example.com/x -F api_key=${SECRET}`,
    `curl https://example.com/x --digest -u ada:${SECRET}`,
    `curl https://example.com/x --proxy-user ada:${SECRET} --pass ${SECRET} --tlspassword ${SECRET}`,
    `curl https://example.com/x --unheard-of=${SECRET}`,
  ])('%s', (command) => {
    const { call, report } = readCurl(command)
    const { authentication, ...connector } = call?.connector ?? {}
    expect(JSON.stringify({ connector, step: call?.step, report })).not.toContain(SECRET)
    expect(call).not.toBeNull()
  })
})

it('names each value that only the shell knew, as it was written, and says where it is read from', () => {
  const named = (command: string) =>
    readCurl(command).report.flatMap(({ what, message, at }) =>
      message.startsWith('Only the shell')
        ? [[what, /as (.*)\.$/.exec(message)?.[1], at && command.slice(at.start, at.end)]]
        : [],
    )
  expect(named('curl https://e.com/$ID/$ID?on=$(date) -H "X-Trace: $TRACE" -H "X-Key: $KEY"')).toEqual([
    ['$ID', '{{client.ID}}', 'https://e.com/$ID/$ID?on=$(date)'],
    ['$(\u2026)', '{{client.value}}', 'https://e.com/$ID/$ID?on=$(date)'],
    ['$TRACE', '{{client.TRACE}}', '"X-Trace: $TRACE"'],
  ])
  expect(named('curl ^"https://e.com/%ID%^"')).toEqual([['%ID%', '{{client.ID}}', '"https://e.com/%ID%^"']])
})

it('takes over what a connector can do: any certificate, and trying again', () => {
  const { call, report } = readCurl('curl -k --retry 2 https://example.com')
  expect(call?.connector).toMatchObject({ insecure: true, retry: { attempts: 3 } })
  expect(report.map(({ what, tone }) => [what, tone])).toEqual([
    ['-k', 'changed'],
    ['--retry', 'changed'],
  ])
  expect(readCurl('curl --retry 0 https://example.com').call?.connector.retry).toBeNull()
})

describe('files and variables of curl', () => {
  const read = (command: string) => {
    const { call, report } = readCurl(command)
    if (!call) throw new Error(JSON.stringify(report))
    return { ...call, report }
  }

  it('sends PUT where a file would be uploaded, and says that the file is left out', () => {
    const { step, report } = read('curl -T photo.jpg https://example.com/photos/1')
    expect(step).toMatchObject({ action: 'PUT', endpoint: '/photos/1' })
    expect(report).toContainEqual(expect.objectContaining({ tone: 'left', what: '-T' }))
    expect(read('curl -T a.txt -X POST https://example.com/x').step.action).toBe('POST')
  })

  it.each([
    ["curl --expand-data 'name={{USER}}' https://example.com/x", '--expand-data', '/x'],
    ["curl --expand-data='name={{USER}}' https://example.com/x", '--expand-data', '/x'],
    ["curl --variable USER=ada --expand-header 'X-Name: {{USER}}' https://example.com/x", '--expand-header', '/x'],
    ["curl --expand-url 'https://example.com/users'", '--expand-url', '/users'],
  ])('takes the value of %s and says that nothing is expanded', (command, what, endpoint) => {
    const { step, report } = read(command)
    expect(step.endpoint).toBe(endpoint)
    expect(report).toContainEqual(expect.objectContaining({ tone: 'changed', what }))
    expect(report.map((line) => line.what)).not.toContain('argument')
  })

  it('tells what only a connector that is made has', () => {
    const { report } = read('curl -k --retry 2 https://example.com/x')
    expect(report.filter((line) => line.ofNewConnector).map((line) => line.what)).toEqual(['-k', '--retry'])
  })
})
