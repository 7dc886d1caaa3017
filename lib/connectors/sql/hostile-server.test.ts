import { type AddressInfo, createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { makeCertificate } from '@/lib/egress/testing/certificate'
import {
  type Answer,
  type HostileServer,
  mySqlGreeting,
  mySqlOk,
  mySqlPacket,
  pgMessage,
  startHostileServer,
} from './testing/hostile-server'
import { testConnector } from './testing/run'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
})

// Some of it the drivers tell as errors of their own.
const broken = /^(badProtocol|connectionFailed)$/
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

async function codeOf(engine: 'postgresql' | 'mysql', tls: 'off' | 'insecure', port: number): Promise<unknown> {
  const place = { engine, host: '127.0.0.1', port, database: 'acme', username: 'acme', tls }
  const connector = testConnector(place, 'a-database-password')
  try {
    const outcome = await connector.run('SELECT 1', { timeoutSeconds: 5 })
    expect(outcome.event).toBe('connectorExecution')
    return outcome.record.error?.code
  } finally {
    connector.close()
  }
}

const authentication = (code: number) => pgMessage('R', Buffer.from([0, 0, 0, code]))
const ready = pgMessage('Z', Buffer.from('I'))
const complete = (text: string) => pgMessage('C', Buffer.from(`${text}\0`))
const pgSignedIn = Buffer.concat([authentication(0), ready])

function pgRow(type: number, text: string): Buffer {
  const column = Buffer.alloc(20)
  column.write('a\0', 0)
  column.writeUInt32BE(type, 8)
  const length = Buffer.alloc(6)
  length.writeUInt16BE(1, 0)
  length.writeUInt32BE(text.length, 2)
  return Buffer.concat([
    pgMessage('1', Buffer.alloc(0)),
    pgMessage('2', Buffer.alloc(0)),
    pgMessage('T', Buffer.concat([Buffer.from([0, 1]), column])),
    pgMessage('D', Buffer.concat([length, Buffer.from(text)])),
    complete('SELECT 1'),
    ready,
  ])
}

const deep: Answer = (_received, count) => {
  if (count === 0) return pgSignedIn
  return count === 1 ? Buffer.concat([complete('BEGIN'), ready]) : pgRow(1007, '{'.repeat(1_000_000))
}

describe.each(['off', 'insecure'] as const)('a PostgreSQL server that breaks its protocol, TLS %s', (tls) => {
  it.each<[string, Answer]>([
    ['asks for a way to sign in that the driver does not know', () => authentication(7)],
    ['asks for another one', () => authentication(9)],
    ['sends an array of a million dimensions', deep],
    ['sends a message with a length that is none', () => Buffer.from('R\0\0\0\0\0\0\0\0\0')],
  ])('%s', async (_what, answer) => {
    const secured = { certificate: makeCertificate(), requestBytes: 8, answer: Buffer.from('S') }
    server = await startHostileServer(answer, tls === 'off' ? undefined : secured)
    expect(await codeOf('postgresql', tls, server.port)).toMatch(broken)
  })
})

describe.each(['off', 'insecure'] as const)('a MySQL server that breaks its protocol, TLS %s', (tls) => {
  const first = tls === 'off' ? 2 : 3
  const start = (said: (received: Buffer, count: number) => Buffer) =>
    startHostileServer(
      (received, count) => (count === 0 ? mySqlOk(first) : said(received, count)),
      tls === 'off' ? undefined : { certificate: makeCertificate(), requestBytes: 36 },
      mySqlGreeting(tls !== 'off'),
    )

  it('asks for a file of this machine', async () => {
    const got: Buffer[] = []
    server = await start((received, count) => {
      got.push(received)
      return count === 1 ? mySqlPacket(1, Buffer.from('\u00fb/etc/hostname', 'latin1')) : mySqlOk(3)
    })
    expect(await codeOf('mysql', tls, server.port)).toBe('connectionFailed')
    // The answer to the request for the file: nothing.
    expect(got[1]).toEqual(Buffer.from([0, 0, 0, 2]))
  })

  it.each([
    [
      'a column that ends midway',
      Buffer.concat([mySqlPacket(1, Buffer.from([1])), mySqlPacket(2, Buffer.from([3, 1]))]),
    ],
    ['an error that ends midway', mySqlPacket(1, Buffer.from([0xff]))],
    ['an empty packet', mySqlPacket(1, Buffer.alloc(0))],
    ['an OK that ends midway', mySqlPacket(1, Buffer.from([0, 0xfd]))],
  ])('sends %s', async (_what, packet) => {
    server = await start(() => packet)
    expect(await codeOf('mysql', tls, server.port)).toMatch(broken)
  })
})

const FLOOD_BYTES = 4_000_000

it('a postgresql server that never stops sending before the statement', async () => {
  const head = pgMessage('N', Buffer.alloc(FLOOD_BYTES)).subarray(0, FLOOD_BYTES)
  server = await startHostileServer((_received, count) => (count === 0 ? pgSignedIn : head))
  expect(await codeOf('postgresql', 'off', server.port)).toBe('tooLarge')
})

it('a mysql server that never stops sending before the statement', async () => {
  const endless = mySqlPacket(1, Buffer.alloc(FLOOD_BYTES)).subarray(0, FLOOD_BYTES)
  server = await startHostileServer(
    (_received, count) => (count === 0 ? mySqlOk(2) : endless),
    undefined,
    mySqlGreeting(false),
  )
  expect(await codeOf('mysql', 'off', server.port)).toBe('tooLarge')
})

it.each(['postgresql', 'mysql'] as const)(
  'a %s server that never stops sending before the login ends',
  async (engine) => {
    const flood = createServer((socket) => {
      socket.on('error', () => {})
      // The beginning of one message that never ends.
      const head = engine === 'mysql' ? [0xff, 0xff, 0xff, 0] : [0x53, 0x7f, 0xff, 0xff, 0xff]
      socket.write(Buffer.concat([Buffer.from(head), Buffer.alloc(FLOOD_BYTES)]))
    })
    await new Promise<void>((done) => flood.listen(0, '127.0.0.1', done))
    const { port } = flood.address() as AddressInfo
    expect(await codeOf(engine, 'off', port)).toBe('tooLarge')
    flood.close()
  },
)
