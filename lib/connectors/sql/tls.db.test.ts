import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { type Certificate, makeCertificate } from '@/lib/egress/testing/certificate'
import { openScratch, type ScratchDatabase } from '@/server/database/scratch'
import { findMariaDb, type MariaDb, startMariaDb } from './testing/mariadb'
import { testConnector } from './testing/run'

// Real servers with a certificate of an authority that this test makes and this process trusts.
const authority = makeCertificate()
const trusted = tls.getCACertificates('default')
const password = 'a-database-password'
const issued = {
  address: makeCertificate({ authority, names: ['127.0.0.1'] }),
  name: makeCertificate({ authority, names: ['localhost'] }),
  other: makeCertificate({ authority, names: ['other.example'] }),
  selfSigned: makeCertificate({ names: ['127.0.0.1', 'localhost'] }),
}

interface Server {
  place: Record<string, unknown>
  password: string
  showCertificate(certificate: Certificate): Promise<void>
}

beforeAll(() => tls.setDefaultCACertificates([...trusted, authority.cert]))
afterAll(async () => {
  tls.setDefaultCACertificates(trusted)
  await closeEgress()
})

async function ask({ place, password: secret }: Server, host: string, mode = 'verify') {
  const warnings = mode === 'verify' ? [] : ['insecure']
  const connector = testConnector({ ...place, host, tls: mode }, secret)
  try {
    const { value, record } = await connector.run('SELECT 1 AS connected', { timeoutSeconds: 5 })
    expect(JSON.stringify([value, record])).not.toContain(secret)
    expect(record.warnings.map(({ code }) => code)).toEqual(warnings)
    return record.error?.code ?? value
  } finally {
    connector.close()
  }
}

const connected = { rows: [{ connected: 1 }], rowCount: 1 }

function describeServer(server: () => Server): void {
  it.each([
    ['127.0.0.1', issued.address],
    ['localhost', issued.name],
  ])('is verified by its authority and its name: %s', async (host, certificate) => {
    await server().showCertificate(certificate)
    expect(await ask(server(), host)).toEqual(connected)
    // A second connection may resume the session of the first one.
    expect(await ask(server(), host)).toEqual(connected)
  })

  it.each([
    ['127.0.0.1', issued.name],
    ['127.0.0.1', issued.other],
    ['localhost', issued.address],
    ['localhost', issued.other],
  ])('is refused with a certificate of another name: %s', async (host, certificate) => {
    await server().showCertificate(certificate)
    expect(await ask(server(), host)).toBe('tlsWrongHost')
    expect(await ask(server(), host)).toBe('tlsWrongHost')
  })

  it.each(['127.0.0.1', 'localhost'])('is refused with a certificate that signs itself: %s', async (host) => {
    await server().showCertificate(issued.selfSigned)
    expect(await ask(server(), host)).toBe('tlsSelfSigned')
    expect(await ask(server(), host, 'insecure')).toEqual(connected)
    expect(await ask(server(), host)).toBe('tlsSelfSigned')
  })
}

describe('a PostgreSQL with TLS', () => {
  let scratch: ScratchDatabase
  let admin: Client
  let server: Server

  beforeAll(async () => {
    scratch = await openScratch()
    const url = new URL(scratch.url)
    admin = new Client({ connectionString: scratch.url })
    await admin.connect()
    // Written by the server itself: the files must be its own user's.
    const write = (file: string, text: string) =>
      admin.query(`COPY (SELECT '${Buffer.from(text).toString('base64')}') TO PROGRAM 'umask 077; base64 -d > ${file}'`)
    server = {
      place: {
        engine: 'postgresql',
        port: Number(url.port),
        database: url.pathname.slice(1),
        username: url.username,
      },
      password: url.password,
      async showCertificate({ cert, key }) {
        await write('server.crt', cert)
        await write('server.key', key)
        await admin.query('ALTER SYSTEM SET ssl = on')
        await admin.query('SELECT pg_reload_conf()')
        // The server reads them a moment later.
        await expect.poll(() => shownBy(scratch.url), { timeout: 5_000 }).toBe(new X509Certificate(cert).fingerprint256)
      },
    }
  }, 60_000)
  afterAll(async () => {
    await admin.end()
    await scratch.destroy()
  })

  describeServer(() => server)
})

async function shownBy(url: string): Promise<string | null> {
  const client = new Client({ connectionString: url, ssl: { rejectUnauthorized: false } })
  try {
    await client.connect()
    const { stream } = client.connection
    return stream instanceof tls.TLSSocket ? stream.getPeerCertificate().fingerprint256 : null
  } catch {
    return null
  } finally {
    await client.end().catch(() => {})
  }
}

const program = findMariaDb()

describe.skipIf(!program)('a MariaDB with TLS', () => {
  let mariaDb: MariaDb | undefined
  let server: Server

  beforeAll(async () => {
    if (!program) return
    mariaDb = await startMariaDb(program, password, issued.address)
    const place = { engine: 'mysql', port: mariaDb.port, database: 'acme', username: 'acme' }
    server = {
      place,
      password,
      async showCertificate(certificate) {
        await mariaDb?.showCertificate(certificate)
        const admin = testConnector({ ...place, host: '127.0.0.1', tls: 'off', readOnly: false }, password)
        expect(await admin.run('FLUSH SSL')).toMatchObject({ ok: true })
        admin.close()
      },
    }
  }, 90_000)
  afterAll(() => mariaDb?.stop())

  describeServer(() => server)
})
