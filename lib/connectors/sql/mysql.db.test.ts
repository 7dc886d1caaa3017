import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { connectMySql } from './mysql/session'
import { findMariaDb, type MariaDb, startMariaDb } from './testing/mariadb'
import { testConnector } from './testing/run'

const program = findMariaDb()
const password = 'a-database-password'
let server: MariaDb | undefined
const open: { close: () => void }[] = []

if (!program) {
  process.stderr.write(
    'NOT TESTED: the SQL connector against MySQL and MariaDB. Install MariaDB (mariadbd) and run again.\n',
  )
}

beforeAll(async () => {
  if (program) server = await startMariaDb(program, password)
}, 90_000)
afterEach(() => {
  for (const connector of open.splice(0)) connector.close()
})
afterAll(async () => {
  await closeEgress()
  await server?.stop()
})

function connector(settings: Record<string, unknown> = {}, secret = password) {
  const place = {
    engine: 'mysql',
    host: '127.0.0.1',
    port: server?.port,
    database: 'acme',
    username: 'acme',
    tls: 'off',
  }
  const made = testConnector({ ...place, ...settings }, secret)
  open.push(made)
  return made
}

describe.skipIf(!program)('a query of MariaDB', () => {
  it('answers rows by bound parameters', async () => {
    const outcome = await connector().run('SELECT * FROM customers WHERE email = ?', {
      parameters: ['{{form.email}}'],
      values: { 'form.email': 'ada@example.com' },
    })
    expect(outcome.value).toEqual({ rows: [{ id: 1, email: 'ada@example.com', plan: 'pro' }], rowCount: 1 })
    expect(outcome.record.sql).toMatchObject({
      engine: 'MySQL or MariaDB',
      parameters: ['ada@example.com'],
      rowCount: 1,
    })
  })

  it('gives every type as sane JSON', async () => {
    const { value } =
      await connector().run(`SELECT 1 AS small, 9007199254740993 AS big, CAST(1.50 AS DECIMAL(10,2)) AS price,
      CAST(12345678901234567890.12 AS DECIMAL(30,2)) AS exact, 0.5e0 AS f, NULL AS nothing, x'0001ff' AS bytes,
      DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 12:00:00' AS local, 'h\u00e9 \ud83d\ude80' AS t, 1 AS small, b'101' AS bits`)
    expect(value).toMatchObject({
      rows: [
        {
          small: 1,
          big: '9007199254740993',
          price: 1.5,
          exact: '12345678901234567890.12',
          f: 0.5,
          nothing: null,
          bytes: 'AAH/',
          day: '2024-02-29',
          local: '2024-02-29T12:00:00',
          t: 'h\u00e9 \ud83d\ude80',
          small_2: 1,
        },
      ],
    })
  })

  it('never changes the statement by a value', async () => {
    const to = connector()
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes('\u0000')),
        async (text) => {
          const { value } = await to.run('SELECT ? AS echo, count(*) AS alle FROM customers', {
            parameters: ['{{form.x}}'],
            values: { 'form.x': text },
          })
          expect(value).toEqual({ rows: [{ echo: text.toWellFormed(), alle: 2 }], rowCount: 1 })
        },
      ),
      { numRuns: 150, examples: [["'; DROP TABLE customers; -- "], ['{{form.y}}'], ["\\'"], ['?'], ['\ud800']] },
    )
  })

  it('is one statement alone', async () => {
    const { event, value } = await connector({ readOnly: false }).run('SELECT 1; DELETE FROM customers')
    expect(event).toBe('connectorExecution')
    expect(value).toMatchObject({ error: { code: 'sqlSyntax', message: expect.stringContaining('one statement') } })
  })

  it.each(['DELETE FROM customers', 'CREATE TABLE other (id int)', 'DROP TABLE customers', 'TRUNCATE customers'])(
    'is kept read-only by the database: %s',
    async (query) => {
      const to = connector()
      expect((await to.run(query)).value).toMatchObject({ error: { code: 'sqlReadOnly' } })
      expect((await to.run('SELECT count(*) AS n FROM customers')).value).toMatchObject({ rows: [{ n: 2 }] })
    },
  )

  it.each([
    "BEGIN NOT ATOMIC ROLLBACK; SET TRANSACTION READ WRITE; START TRANSACTION; INSERT INTO customers VALUES (9, 'x', 'y'); COMMIT; END",
    'ANALYZE TABLE customers',
    'FLUSH TABLES',
    'SET SESSION TRANSACTION READ WRITE',
    'KILL 1',
    'explain: BEGIN NOT ATOMIC COMMIT; END',
    "SELECT 1 INTO/**/OUTFILE '/tmp/rows'",
    '/*! FLUSH */ TABLES',
  ])('sends nothing but queries when it is read-only: %s', async (query) => {
    const to = connector()
    expect((await to.run(query)).value).toMatchObject({
      error: { code: expect.stringMatching(/sqlReadOnly|sqlSyntax/) },
    })
    expect((await to.run('SELECT count(*) AS n FROM customers')).value).toMatchObject({ rows: [{ n: 2 }] })
  })

  it.each([
    '(SELECT 1) UNION (SELECT 2)',
    '/* why */ WITH a AS (SELECT 1 AS n) SELECT n FROM a',
    'DESC customers',
    'SHOW TABLES',
  ])('answers a query that is read-only: %s', async (query) => expect((await connector().run(query)).event).toBeNull())

  it('stays read-only whatever a statement sets', async () => {
    const to = connector()
    for (const query of ['SET SESSION TRANSACTION READ WRITE', 'SET autocommit = 1', 'COMMIT']) await to.run(query)
    expect((await to.run('DELETE FROM customers')).value).toMatchObject({ error: { code: 'sqlReadOnly' } })
  })

  it('counts what a statement changes when it may', async () => {
    const to = connector({ readOnly: false })
    expect((await to.run("INSERT INTO customers VALUES (3, 'x', ?)", { parameters: ['y'] })).value).toEqual({
      rows: [],
      rowCount: 1,
    })
    expect((await to.run('DELETE FROM customers WHERE id = ?', { parameters: [3] })).value).toMatchObject({
      rowCount: 1,
    })
  })

  it('reads no more rows than allowed, whatever the query says', async () => {
    const { value, record } = await connector({ rowLimit: 3 }).run('SELECT seq AS n FROM seq_1_to_100000 LIMIT 50000')
    expect(value).toEqual({ rows: [{ n: 1 }, { n: 2 }, { n: 3 }], rowCount: 3, truncated: true })
    expect(record.warnings).toEqual([expect.objectContaining({ code: 'rowsTruncated' })])
  })

  it('ends a slow statement in time, at the database too', async () => {
    const started = Date.now()
    const { value } = await connector().run('SELECT sleep(30)', { timeoutSeconds: 1 })
    expect(Date.now() - started).toBeLessThan(2_000)
    expect(value).toMatchObject({ error: { code: 'timeout' } })
    const running =
      "SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE '%sleep(%30%' AND info NOT LIKE '%processlist%'"
    await expect
      .poll(async () => (await connector().run(running)).value, { timeout: 4_000 })
      .toMatchObject({ rows: [{ n: 0 }] })
  })

  it('takes no more bytes than allowed', async () => {
    const { value } = await connector({ maxResponseBytes: 1_000_000 }).run(
      "SELECT repeat('x', 15000000) AS x, seq FROM seq_1_to_20",
    )
    expect(value).toMatchObject({ error: { code: 'tooLarge' } })
  })

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['syntax', {}, 'SELECT * FORM customers', /sqlSyntax.*FORM/],
    ['table', {}, 'SELECT * FROM nowhere', /sqlFailed.*nowhere/],
    ['database', { database: 'nope' }, 'SELECT 1', /sqlDatabase/],
    ['user', { username: 'nobody' }, 'SELECT 1', /sqlLogin/],
    ['TLS', { tls: 'verify' }, 'SELECT 1', /sqlNoTls/],
  ])('names the cause: %s', async (_name, settings, query, expected) => {
    const { event, value, record } = await connector(settings).run(query, { timeoutSeconds: 5 })
    expect(event).toBe('connectorExecution')
    expect(JSON.stringify(value)).toMatch(expected)
    expect(JSON.stringify([value, record])).not.toContain(password)
  })
})

describe.skipIf(!program)('a session of MariaDB', () => {
  it('gathers no listeners by statements that fail', async () => {
    const warnings: string[] = []
    const heard = (warning: Error) => warnings.push(warning.name)
    process.on('warning', heard)
    const login = { host: '127.0.0.1', port: server?.port ?? 0, database: 'acme', username: 'acme', password }
    const session = await connectMySql({ ...login, tls: 'off' }, AbortSignal.timeout(10_000), () => {})
    for (let count = 0; count < 12; count += 1) {
      await session.begin({ readOnly: true, timeoutMs: 5_000, rowLimit: 10 })
      const running = session.run({ query: 'SELECT * FROM nowhere', parameters: [], rowLimit: 10 })
      await expect(running).rejects.toThrow('nowhere')
    }
    await new Promise((done) => setImmediate(done))
    expect(warnings).toEqual([])
    process.off('warning', heard)
    session.destroy()
  })

  it('tells the values of a row that exists already in the record alone', async () => {
    const query = "INSERT INTO customers VALUES (1, 'ada@example.com', 'pro')"
    const { value, record } = await connector({ readOnly: false }).run(query)
    expect(JSON.stringify(value)).toContain('Duplicate entry for key')
    expect(record.error?.hint).toContain("Duplicate entry '1'")
  })
})
