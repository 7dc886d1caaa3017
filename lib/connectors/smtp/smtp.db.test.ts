import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { makeCertificate } from '@/lib/egress/testing/certificate'
import type { Json } from '@/lib/language/json'
import type { SmtpCall } from '@/lib/language/outcome'
import { formatPath } from '@/lib/language/path'
import { Secret } from '@/lib/vault/secret'
import { smtpClient } from './client'
import { smtpConfigSchema } from './schema'

interface Received {
  from: string
  to: string[]
  raw: string
  secure: boolean
  user: string | undefined
}

const servers: SMTPServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(() => done()))))
})
afterAll(closeEgress)

/** A real SMTP server; what it takes is in `received`. */
async function startServer(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    onAuth: ({ username = '', password }, _session, answer) =>
      password === 'a-mail-password' ? answer(null, { user: username }) : answer(new Error('Invalid login')),
    onRcptTo: ({ address }, _session, answer) =>
      address.startsWith('nobody') ? answer(new Error('No such mailbox')) : answer(),
    onData(stream, session, answer) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
        })
        answer(null, 'Taken as number 1')
      })
    },
    ...makeCertificate(),
    disableReverseLookup: true,
    ...options,
  })
  server.on('error', () => {})
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  return { port, received }
}

interface Case {
  mail?: Partial<SmtpCall['smtp']>
  values?: Record<string, Json>
  password?: string
  scopeSecrets?: string[]
  timeoutSeconds?: number
}

function send(settings: Record<string, unknown>, given: Case = {}) {
  const { mail, values = {}, password, scopeSecrets = [], timeoutSeconds = 5 } = given
  const config = smtpConfigSchema.parse({
    host: '127.0.0.1',
    tls: 'none',
    sender: { name: 'Acme', address: 'hello@acme.example' },
    ...settings,
  })
  const secrets = new Map(password === undefined ? [] : [['password', new Secret(password)]])
  const smtp = { to: 'ann@example.com', subject: 'Hello', text: 'Hi', ...mail }
  return smtpClient
    .prepare({ projectId: 'P1', version: 1, id: 'c1', type: 'smtp', name: 'Mail', config, secrets })
    .call({
      call: { action: 'sendEmail', smtp, timeoutSeconds },
      scope: { read: (path) => values[formatPath(path)] },
      scopeSecrets,
    })
}

describe('a mail', () => {
  it('arrives with its values, and the record tells what was sent and answered', async () => {
    const { port, received } = await startServer()
    const outcome = await send(
      { port },
      {
        mail: {
          to: '{{form.email}}, {{list}}',
          cc: 'cc@example.com',
          subject: 'Hello {{form.name}}',
          text: 'Dear {{form.name}}',
          html: '<p>Dear {{form.name}}</p>',
        },
        values: { 'form.email': 'ann@example.com', 'form.name': 'Ann & <b>', list: ['b@example.com', 'c@example.com'] },
      },
    )
    expect(outcome).toMatchObject({
      ok: true,
      value: { accepted: ['ann@example.com', 'b@example.com', 'c@example.com', 'cc@example.com'], rejected: [] },
      record: {
        smtp: { from: 'Acme <hello@acme.example>', subject: 'Hello Ann & <b>', answer: '250 Taken as number 1' },
      },
    })
    expect(received).toHaveLength(1)
    const [mail] = received
    expect(mail).toMatchObject({
      from: 'hello@acme.example',
      to: ['ann@example.com', 'b@example.com', 'c@example.com', 'cc@example.com'],
    })
    expect(mail?.raw).toContain('Dear Ann & <b>')
    expect(mail?.raw).toContain('<p>Dear Ann &amp; &lt;b&gt;</p>')
    expect(outcome.record.smtp?.size).toBeGreaterThan(100)
  })

  it('can get no header, no recipient and no second line by a value', async () => {
    const { port, received } = await startServer()
    for (const email of [
      'a@b.example\r\nBcc: x@y.example',
      'a@b.example, x@y.example',
      'A <a@b.example>',
      'a@b.example x@y.example',
      'plain',
    ]) {
      const { value } = await send({ port }, { mail: { to: '{{form.email}}' }, values: { 'form.email': email } })
      expect(value).toMatchObject({ error: { code: 'smtpAddress' } })
    }
    const subject = await send({ port }, { mail: { subject: '{{s}}' }, values: { s: 'Hi\r\nBcc: x@y.example' } })
    expect(subject.value).toMatchObject({ error: { code: 'smtpSubject' } })
    expect((await send({ port }, { mail: { to: '{{nothing}}' } })).value).toMatchObject({
      error: { code: 'smtpNobody' },
    })
    expect(received).toEqual([])
  })

  it('keeps its headers and recipients whatever its values are', async () => {
    const { port, received } = await startServer()
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        received.length = 0
        const mail = { subject: 'S {{x}}', text: '{{x}}', html: '<i>{{x}}</i>' }
        const { ok, value } = await send({ port }, { mail, values: { x: text } })
        if (!ok) {
          expect(value).toMatchObject({ error: { code: 'smtpSubject' } })
          return
        }
        const [mailReceived] = received
        expect(mailReceived?.to).toEqual(['ann@example.com'])
        const head = mailReceived?.raw.split('\r\n\r\n', 1)[0] ?? ''
        const names = head
          .split('\r\n')
          .filter((line) => !/^[ \t]/.test(line))
          .map((line) => line.split(':', 1)[0])
        expect(names.filter((name) => name !== 'Content-Transfer-Encoding').sort()).toEqual([
          'Content-Type',
          'Date',
          'From',
          'MIME-Version',
          'Message-ID',
          'Subject',
          'To',
        ])
      }),
      { numRuns: 40, examples: [['\r\nBcc: x@y.example'], ['\u2028X: y'], ['.\r\n.\r\nMAIL FROM:<x@y.z>']] },
    )
  })

  it('tells whom the server refused, and fails when it refused all', async () => {
    const { port } = await startServer()
    const some = await send({ port }, { mail: { to: 'ann@example.com, nobody@example.com' } })
    expect(some).toMatchObject({ ok: true, value: { rejected: ['nobody@example.com'] } })
    expect(some.record.warnings).toEqual([expect.objectContaining({ code: 'someRejected' })])
    const none = await send({ port }, { mail: { to: 'nobody@example.com' } })
    expect(none.event).toBe('connectorExecution')
    expect(none.value).toMatchObject({
      error: { code: 'smtpRefused', message: expect.stringContaining('No such mailbox') },
    })
  })
})

describe('a mail that fails in passing', () => {
  const later = Object.assign(new Error('Try again later'), { responseCode: 450 })

  it.each<[string, SMTPServerOptions]>([
    ['at the greeting', { onConnect: (_session, answer) => answer(later) }],
    ['at the recipient', { onRcptTo: (_address, _session, answer) => answer(later) }],
  ])('is told apart from one that was refused: %s', async (_when, options) => {
    const { port } = await startServer(options)
    const { value, unsent } = await send({ port })
    expect(value).toMatchObject({ error: { code: 'smtpLater', message: expect.stringContaining('later') } })
    expect(unsent).toBe(true)
  })

  it('was surely not taken before the server has asked for it, and may have been after', async () => {
    const early = await startServer({ onMailFrom: () => {} })
    expect(await send({ port: early.port }, { timeoutSeconds: 1 })).toMatchObject({ unsent: true })
    const late = await startServer({ onData: () => {} })
    expect(await send({ port: late.port }, { timeoutSeconds: 1 })).toMatchObject({ unsent: false })
  })
})

describe('the connection', () => {
  it('signs in over STARTTLS, and over implicit TLS', async () => {
    const starttls = await startServer()
    const signed = { tls: 'starttls', insecure: true, username: 'acme' }
    const sent = await send({ ...signed, port: starttls.port }, { password: 'a-mail-password' })
    expect(sent.value).toMatchObject({ accepted: ['ann@example.com'] })
    expect(starttls.received).toMatchObject([{ secure: true, user: 'acme' }])
    expect(sent.record.warnings).toEqual([expect.objectContaining({ code: 'insecure' })])
    expect(JSON.stringify(sent.record)).not.toContain('a-mail-password')
    const implicit = await startServer({ secure: true })
    await send({ ...signed, tls: 'implicit', port: implicit.port }, { password: 'a-mail-password' })
    expect(implicit.received).toMatchObject([{ secure: true, user: 'acme' }])
  })

  it('is warned of for what has happened alone', async () => {
    const codes = async (settings: Record<string, unknown>, options: SMTPServerOptions = {}) => {
      const { port } = await startServer(options)
      const { record } = await send({ port, username: 'acme', ...settings }, { password: 'a-mail-password' })
      return record.warnings.map(({ code }) => code)
    }
    expect(await codes({}, { allowInsecureAuth: true })).toEqual(['passwordInTheOpen'])
    expect(await codes({}, { disabledCommands: ['AUTH'] })).toEqual(['notSignedIn'])
    expect(await codes({ port: 1 })).toEqual([])
    expect(await codes({ tls: 'starttls', insecure: true })).toEqual(['insecure'])
    expect(await codes({ tls: 'starttls', insecure: true, port: 1 })).toEqual([])
    expect(await codes({ tls: 'starttls', insecure: true }, { disabledCommands: ['STARTTLS'] })).toEqual([])
  })

  it('checks certificates, and sends nothing to whom it does not know', async () => {
    const { port, received } = await startServer()
    const { value } = await send({ port, tls: 'starttls' })
    expect(value).toMatchObject({ error: { code: expect.stringMatching(/^tls/) } })
    expect(received).toEqual([])
  })

  it.each<[string, Record<string, unknown>, Case, string]>([
    ['a wrong password', { tls: 'starttls', insecure: true, username: 'acme' }, { password: 'wrong' }, 'smtpLogin'],
    ['no server', { port: 1 }, {}, 'connectionRefused'],
    ['an address that is closed to connectors', { host: '169.254.169.254' }, {}, 'refusedByGuard'],
    ['plain where TLS is expected', { tls: 'implicit' }, {}, 'smtpProtocol'],
  ])('names the cause: %s', async (_name, settings, given, code) => {
    const { port } = await startServer()
    const { event, value, record } = await send({ port, ...settings }, given)
    expect(event).toBe('connectorExecution')
    expect(value).toMatchObject({ error: { code } })
    expect(record.error?.hint).not.toBe('')
    expect(JSON.stringify(record)).not.toContain('wrong"')
  })

  it('refuses a server that offers no STARTTLS', async () => {
    const { port, received } = await startServer({ disabledCommands: ['STARTTLS'] })
    expect((await send({ port, tls: 'starttls' })).value).toMatchObject({ error: { code: 'smtpNoTls' } })
    expect(received).toEqual([])
  })

  it('ends in time with a server that is too slow', async () => {
    const { port } = await startServer({ onData: () => {} })
    const started = Date.now()
    expect((await send({ port }, { timeoutSeconds: 1 })).value).toMatchObject({ error: { code: 'timeout' } })
    expect(Date.now() - started).toBeLessThan(2_000)
  })

  it('masks what was typed into a password field', async () => {
    const { port, received } = await startServer()
    const outcome = await send(
      { port },
      {
        mail: { text: 'Your code: {{form.code}}' },
        values: { 'form.code': 'secret-4711' },
        scopeSecrets: ['secret-4711'],
      },
    )
    expect(received[0]?.raw).toContain('secret-4711')
    expect(JSON.stringify(outcome.record)).not.toContain('secret-4711')
  })
})
