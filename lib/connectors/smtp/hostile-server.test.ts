import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { makeCertificate } from '@/lib/egress/testing/certificate'
import { type Answer, type HostileServer, startHostileServer } from '../sql/testing/hostile-server'
import { smtpClient } from './client'
import { smtpConfigSchema } from './schema'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
})

const uncaught: unknown[] = []
const catching = (error: unknown) => uncaught.push(error)
let server: HostileServer | undefined

beforeAll(() => void process.on('uncaughtException', catching))
afterEach(async () => {
  await server?.close()
  expect(uncaught).toEqual([])
})
afterAll(async () => {
  process.off('uncaughtException', catching)
  await closeEgress()
})

async function codeOf(tls: 'none' | 'implicit', port: number): Promise<unknown> {
  const sender = { address: 'hello@acme.example' }
  const config = smtpConfigSchema.parse({ host: '127.0.0.1', port, tls, insecure: true, sender })
  const connector = { projectId: 'P1', version: 1, id: 'c1', type: 'smtp', name: 'Mail', config, secrets: new Map() }
  const { event, record } = await smtpClient.prepare(connector).call({
    call: { action: 'sendEmail', smtp: { to: 'ann@example.com', subject: 'Hi', text: 'Hi' }, timeoutSeconds: 5 },
    scope: { read: () => undefined },
    scopeSecrets: [],
  })
  expect(event).toBe('connectorExecution')
  return record.error?.code
}

const lines = (...said: string[]) => Buffer.from(said.map((line) => `${line}\r\n`).join(''))
const greeting = lines('220 hostile')

it('a mail server that never stops sending', async () => {
  // Empty lines are no answer, and the driver reads on.
  server = await startHostileServer(() => Buffer.alloc(4_000_000, '\r\n'), undefined, greeting)
  expect(await codeOf('none', server.port)).toBe('smtpProtocol')
})

const toEhlo: Answer = (received) => (String(received).startsWith('EHLO') ? lines('250-hostile', '250 SIZE 1') : null)

it.each(['none', 'implicit'] as const)(
  'an answer at which the driver throws ends the mail alone, TLS %s',
  async (tls) => {
    // No such answer is known of this driver; a later version may have one.
    const onData: unknown = Reflect.get(SMTPConnection.prototype, '_onData')
    const faulty = function (this: SMTPConnection, chunk: Buffer) {
      if (String(chunk).includes('SIZE')) throw new RangeError('a fault of the driver')
      if (typeof onData === 'function') Reflect.apply(onData, this, [chunk])
    }
    Reflect.set(SMTPConnection.prototype, '_onData', faulty)
    const secured = { certificate: makeCertificate(), requestBytes: 0, greeting }
    server = await (tls === 'none'
      ? startHostileServer(toEhlo, undefined, greeting)
      : startHostileServer(toEhlo, secured))
    expect(await codeOf(tls, server.port)).toBe('badProtocol')
    Reflect.set(SMTPConnection.prototype, '_onData', onData)
  },
)
