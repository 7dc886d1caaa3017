import { createServer, type Server } from 'node:net'
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import type { Json } from '@/lib/language/json'
import { openScratch, type ScratchDatabase } from '@/server/database/scratch'
import { connectPostgres } from './postgres/session'
import { testConnector } from './testing/run'

// Not the database of these tests: the egress guard closes that one to connectors.
let server: ScratchDatabase
let admin: Client
let place: { host: string; port: number; database: string; username: string; engine: string; tls: string }
let password: string
const open: { close: () => void }[] = []

beforeAll(async () => {
  server = await openScratch()
  const url = new URL(server.url)
  place = {
    engine: 'postgresql',
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    username: url.username,
    tls: 'off',
  }
  password = url.password
  admin = new Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(`CREATE TABLE customers (id int PRIMARY KEY, email text UNIQUE, plan text);
    CREATE ROLE crowded LOGIN PASSWORD 'crowded' CONNECTION LIMIT 0;
    INSERT INTO customers VALUES (1, 'ada@example.com', 'pro'), (2, 'alan@example.com', 'free')`)
}, 60_000)
afterEach(() => {
  for (const connector of open.splice(0)) connector.close()
})
afterAll(async () => {
  await closeEgress()
  await admin.end()
  await server.destroy()
})

function connector(settings: Record<string, unknown> = {}, secret = password) {
  const made = testConnector({ ...place, ...settings }, secret)
  open.push(made)
  return made
}

const sessions = async () => {
  const { rows } = await admin.query("SELECT state, query FROM pg_stat_activity WHERE application_name = 'patchbay'")
  return rows
}

describe('a query of PostgreSQL', () => {
  it('answers rows by bound parameters, and records what was sent', async () => {
    const outcome = await connector().run('SELECT * FROM customers WHERE email = $1', {
      parameters: ['{{form.email}}'],
      values: { 'form.email': 'ada@example.com' },
    })
    expect(outcome).toMatchObject({
      ok: true,
      event: null,
      value: { rows: [{ id: 1, email: 'ada@example.com', plan: 'pro' }], rowCount: 1 },
      record: {
        sql: {
          engine: 'PostgreSQL',
          server: `127.0.0.1:${place.port}/${place.database}`,
          statement: 'SELECT * FROM customers WHERE email = $1',
          parameters: ['ada@example.com'],
          rowCount: 1,
        },
      },
    })
    expect(outcome.record.timings?.total).toBeGreaterThan(0)
    expect(JSON.stringify(outcome.record)).not.toContain(password)
  })

  it('gives every type as sane JSON', async () => {
    const { value } =
      await connector().run(`SELECT true AS b, 1::int8 AS small, 9007199254740993 AS big, 1.50::numeric AS price,
      12345678901234567890.12::numeric AS exact, 0.1::float8 AS f, 'NaN'::float8 AS nan, NULL AS nothing,
      '{"a":[1]}'::jsonb AS j, '\\x0001ff'::bytea AS bytes, DATE '2024-02-29' AS day,
      TIMESTAMPTZ '2024-02-29 12:00:00.5+02' AS at, TIMESTAMP '2024-02-29 12:00:00' AS local, INTERVAL '1 day 2 hours' AS i,
      ARRAY[1,NULL,3] AS ints, ARRAY[['a','b,"c'],['{}','NULL']] AS texts, 1 AS b, '[-1:0]={7,8}'::int[] AS bounds`)
    expect(value).toEqual({
      rows: [
        {
          b: true,
          small: 1,
          big: '9007199254740993',
          price: 1.5,
          exact: '12345678901234567890.12',
          f: 0.1,
          nan: 'NaN',
          nothing: null,
          j: { a: [1] },
          bytes: 'AAH/',
          day: '2024-02-29',
          at: '2024-02-29T10:00:00.5Z',
          local: '2024-02-29T12:00:00',
          i: 'P1DT2H',
          ints: [1, null, 3],
          texts: [
            ['a', 'b,"c'],
            ['{}', 'NULL'],
          ],
          b_2: 1,
          bounds: [7, 8],
        },
      ],
      rowCount: 1,
    })
  })

  it('keeps a column of any name', async () => {
    const { value } = await connector().run(`SELECT 1 AS "__proto__", 2 AS "constructor", 3 AS "__proto__"`)
    expect(JSON.stringify(value)).toBe('{"rows":[{"__proto__":1,"constructor":2,"__proto___2":3}],"rowCount":1}')
  })

  it('types parameters from JSON: lists for arrays and for JSON alike', async () => {
    const query = `SELECT $1::int + 1 AS n, $2::boolean AS b, $3::text IS NULL AS n2, $4::jsonb AS j, $5::int[] AS a,
      $6::text[] AS t, $7::jsonb->0 AS first, 2 = ANY($8::int[]) AS found`
    const parameters: Json[] = [41, true, null, { a: ['x'] }, [1, null], ['a"b\\c', '{,}'], ['z'], '{{list}}']
    const { value } = await connector().run(query, { parameters, values: { list: [1, 2] } })
    expect(value).toMatchObject({
      rows: [
        { n: 42, b: true, n2: true, j: { a: ['x'] }, a: [1, null], t: ['a"b\\c', '{,}'], first: 'z', found: true },
      ],
    })
  })

  it('never changes the statement by a value', async () => {
    const to = connector()
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes('\u0000')),
        async (text) => {
          const { value } = await to.run('SELECT $1::text AS echo, count(*) AS all FROM customers', {
            parameters: ['{{form.x}}'],
            values: { 'form.x': text },
          })
          expect(value).toEqual({ rows: [{ echo: text.toWellFormed(), all: 2 }], rowCount: 1 })
        },
      ),
      { numRuns: 150, examples: [["'; DROP TABLE customers; --"], ['{{form.y}}'], ["\\'"], ['$1'], ['\ud800']] },
    )
    const nul = await to.run('SELECT $1::text', { parameters: ['a\u0000b'] })
    expect(nul.value).toMatchObject({ error: { code: 'sqlNul' } })
  })

  it('is one statement alone', async () => {
    const { event, value } = await connector({ readOnly: false }).run('SELECT 1; DELETE FROM customers')
    expect(event).toBe('connectorExecution')
    expect(value).toMatchObject({ error: { code: 'sqlMultiple' } })
    expect((await admin.query('SELECT count(*)::int AS n FROM customers')).rows).toEqual([{ n: 2 }])
  })

  it('refuses a dynamic value in its text, also one that was saved before', async () => {
    const { value } = await connector().run("SELECT '{{form.email}}'")
    expect(value).toMatchObject({ error: { code: 'sqlQuery' } })
  })
})

describe('a read-only connector', () => {
  it.each([
    'DELETE FROM customers',
    'CREATE TABLE other (id int)',
    'WITH gone AS (DELETE FROM customers RETURNING *) SELECT * FROM gone',
    "SELECT setval(pg_get_serial_sequence('numbered', 'id'), 5)",
  ])('is kept by the database: %s', async (query) => {
    await admin.query('CREATE TABLE IF NOT EXISTS numbered (id serial)')
    const { value } = await connector().run(query)
    expect(value).toMatchObject({ error: { code: 'sqlReadOnly' } })
    expect((await admin.query('SELECT count(*)::int AS n FROM customers')).rows).toEqual([{ n: 2 }])
  })

  it.each(['NOTIFY heard', 'LISTEN heard', '/* SELECT */ NOTIFY heard', 'DO $$ BEGIN END $$'])(
    'sends nothing but queries: %s',
    async (query) => {
      const { value } = await connector().run(query)
      expect(value).toMatchObject({ error: { code: 'sqlReadOnly', message: expect.stringContaining('begin with') } })
    },
  )

  it('stays so whatever a statement sets', async () => {
    const to = connector()
    for (const query of [
      'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE',
      'SET TRANSACTION READ WRITE',
      'COMMIT',
    ])
      await to.run(query)
    expect((await to.run('DELETE FROM customers')).value).toMatchObject({ error: { code: 'sqlReadOnly' } })
  })

  it('may be switched off: then changes are counted, and kept', async () => {
    const to = connector({ readOnly: false })
    const { value } = await to.run("UPDATE customers SET plan = plan WHERE plan = 'pro'")
    expect(value).toEqual({ rows: [], rowCount: 1 })
    expect((await to.run("INSERT INTO customers VALUES (3, 'x', 'y') RETURNING id")).value).toEqual({
      rows: [{ id: 3 }],
      rowCount: 1,
    })
    expect((await to.run('DELETE FROM customers WHERE id = $1', { parameters: [3] })).value).toMatchObject({
      rowCount: 1,
    })
  })

  it('leaves nothing of one call to the next', async () => {
    const to = connector({ readOnly: false })
    await to.run("SET application_name = 'mine'")
    await to.run('CREATE TEMP TABLE leftover (id int)')
    await to.run('SELECT pg_advisory_lock(7)')
    await expect.poll(async () => (await sessions()).every(({ state }) => state === 'idle')).toBe(true)
    expect((await to.run('SELECT * FROM leftover')).value).toMatchObject({ error: { code: 'sqlFailed' } })
    expect((await admin.query('SELECT pg_try_advisory_lock(7) AS free')).rows).toEqual([{ free: true }])
    await admin.query('SELECT pg_advisory_unlock(7)')
  })
})

describe('limits', () => {
  it('reads no more rows than allowed, and says so', async () => {
    const outcome = await connector({ rowLimit: 3 }).run('SELECT generate_series(1, 100000000) AS n', {
      timeoutSeconds: 5,
    })
    expect(outcome.value).toEqual({ rows: [{ n: 1 }, { n: 2 }, { n: 3 }], rowCount: 3, truncated: true })
    expect(outcome.record.warnings).toEqual([expect.objectContaining({ code: 'rowsTruncated' })])
    expect((await connector({ rowLimit: 3 }).run('SELECT generate_series(1, 3)')).value).not.toHaveProperty('truncated')
  })

  it('ends a slow statement in time, at the database too', async () => {
    const started = Date.now()
    const { value, record } = await connector().run('SELECT pg_sleep(30)', { timeoutSeconds: 1 })
    expect(Date.now() - started).toBeLessThan(2_000)
    expect(value).toMatchObject({ error: { code: 'timeout', message: expect.stringContaining('within 1 s') } })
    expect(record.error?.hint).toMatch(/timeout of the step/)
    await vi.waitFor(async () => expect(await sessions()).toEqual([]), 3_000)
  })

  it('ends with its caller', async () => {
    const controller = new AbortController()
    const running = connector().run('SELECT pg_sleep(30)', { signal: controller.signal })
    await vi.waitFor(
      async () => expect((await sessions()).some(({ query }) => query.includes('pg_sleep'))).toBe(true),
      3_000,
    )
    controller.abort()
    expect((await running).value).toMatchObject({ error: { code: 'aborted' } })
    await vi.waitFor(async () => expect(await sessions()).toEqual([]), 3_000)
  })

  it('takes no more bytes than allowed', async () => {
    const { value } = await connector({ maxResponseBytes: 1_000_000 }).run("SELECT repeat('x', 60000000) AS x")
    expect(value).toMatchObject({ error: { code: 'tooLarge' } })
  })

  it('takes no more values than an answer of HTTP may hold, and shows what came', async () => {
    const numbers = (count: number) => connector().run(`SELECT json_agg(n) AS all FROM generate_series(1, ${count}) n`)
    expect((await numbers(90_000)).ok).toBe(true)
    const { event, value, record } = await numbers(100_001)
    expect(event).toBe('connectorExecution')
    expect(value).toEqual({
      error: { code: 'tooComplex', message: 'The answer holds more than 100,000 JSON values.' },
    })
    expect(record.sql).toMatchObject({ rowCount: 1, result: { bodyTruncated: true } })
  })

  it('opens ten connections at most, uses them again, and closes them with its version', async () => {
    const to = connector()
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => to.run('SELECT $1::int AS n', { parameters: [n] })),
    )
    expect(answers.map(({ value }) => value)).toEqual(answers.map((_, n) => ({ rows: [{ n }], rowCount: 1 })))
    const opened = await sessions()
    expect(opened.length).toBeGreaterThan(0)
    expect(opened.length).toBeLessThanOrEqual(20)
    to.close()
    await vi.waitFor(async () => expect(await sessions()).toEqual([]), 3_000)
  })

  it('finds a kept connection that was cut meanwhile, and makes another one', async () => {
    const to = connector()
    await to.run('SELECT 1')
    await expect.poll(async () => (await sessions()).every(({ state }) => state === 'idle')).toBe(true)
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'patchbay'")
    expect((await to.run('SELECT 2 AS n')).value).toMatchObject({ rows: [{ n: 2 }] })
  })
})

describe('what fails names its cause, without a secret', () => {
  const cases: [string, Record<string, unknown>, string, RegExp][] = [
    ['syntax', {}, 'SELECT *\nFORM customers', /sqlSyntax.*near "FORM".* at line 2, column 1/],
    ['relation', {}, 'SELECT * FROM nowhere', /sqlFailed.*relation "nowhere" does not exist at line 1, column 15/],
    ['parameters', {}, 'SELECT $1::int', /sqlFailed.*requires 1/],
    ['database', { database: 'nope' }, 'SELECT 1', /sqlDatabase.*nope/],
    ['user', { username: 'nobody' }, 'SELECT 1', /sqlLogin.*nobody/],
    ['port', { port: 1, tls: 'insecure' }, 'SELECT 1', /connectionRefused.*127\.0\.0\.1:1/],
    ['host', { host: 'nowhere.invalid' }, 'SELECT 1', /dnsNotFound|dnsFailed/],
    ['guard', { host: '169.254.169.254' }, 'SELECT 1', /refusedByGuard/],
    [
      'own database',
      { port: Number(new URL(process.env.DATABASE_URL ?? 'tcp://x').port) },
      'SELECT 1',
      /refusedByGuard.*itself/,
    ],
    ['TLS', { tls: 'verify' }, 'SELECT 1', /sqlNoTls/],
    ['COPY', { readOnly: false }, 'COPY customers FROM STDIN', /sqlFailed.*COPY/],
    ['COPY out', { readOnly: false }, 'COPY customers TO STDOUT', /sqlFailed.*COPY/],
  ]
  it.each(cases)('%s', async (_name, settings, query, expected) => {
    const to = connector(settings)
    const { event, value, record } = await to.run(query, { timeoutSeconds: 5 })
    expect(event).toBe('connectorExecution')
    expect(`${JSON.stringify(value)} ${record.error?.message}`).toMatch(expected)
    expect(record.error?.hint).not.toBe('')
    expect(record.warnings).toEqual([])
    expect(JSON.stringify([value, record])).not.toContain(password)
    // One that failed in the database's eyes goes on.
    if (Object.keys(settings).length === 0)
      expect((await to.run('SELECT 1 AS n')).value).toMatchObject({ rows: [{ n: 1 }] })
  })

  it('masks what was typed into a password field wherever it comes back', async () => {
    const outcome = await connector().run('SELECT $1::int', {
      parameters: ['{{form.pin}}'],
      values: { 'form.pin': 'hunter2-secret' },
      scopeSecrets: ['hunter2-secret'],
    })
    expect(outcome.value).toMatchObject({ error: { message: expect.stringContaining('••••') } })
    expect(JSON.stringify([outcome.value, outcome.record])).not.toContain('hunter2-secret')
    expect(outcome.record.sql?.parameters).toEqual(['••••'])
  })

  it('a row that exists already, whose values only the record tells', async () => {
    const query = "INSERT INTO customers VALUES (7, 'ada@example.com', 'pro')"
    const { value, record } = await connector({ readOnly: false }).run(query)
    expect(JSON.stringify(value)).toContain('duplicate key')
    expect(JSON.stringify(value)).not.toContain('ada@example.com')
    expect(record.error?.hint).toContain('ada@example.com')
  })

  it('a database that takes no connections now, which has not heard of the statement', async () => {
    const busy = await connector({ username: 'crowded' }, 'crowded').run('SELECT 1')
    expect(busy).toMatchObject({ unsent: true, value: { error: { code: 'sqlBusy' } } })
    const refused = await connector().run('SELECT 1 / 0')
    expect(refused).toMatchObject({ unsent: false, value: { error: { code: 'sqlFailed' } } })
  })

  it('a wrong password', async () => {
    const { value } = await connector({}, 'wrong').run('SELECT 1')
    expect(value).toMatchObject({ error: { code: 'sqlLogin' } })
  })

  it('a server that says nothing, and one that hangs up', async () => {
    const silent = await listen(() => {})
    const started = Date.now()
    const quiet = await connector({ port: silent.port }).run('SELECT 1', { timeoutSeconds: 1 })
    expect(quiet.value).toMatchObject({ error: { code: 'timeout' } })
    expect(Date.now() - started).toBeLessThan(2_000)
    const rude = await listen((end) => end())
    expect((await connector({ port: rude.port }).run('SELECT 1')).value).toMatchObject({
      error: { code: 'connectionReset' },
    })
    silent.server.close()
    rude.server.close()
  })
})

describe('a list of a statement that the database refuses', () => {
  it('is never bound to the next statement of its connection', async () => {
    const { host, port, database, username } = place
    const login = { host, port, database, username, password, tls: 'off' as const }
    const session = await connectPostgres(login, AbortSignal.timeout(10_000), () => {})
    const run = async (query: string, parameters: Json[]) => {
      await session.begin({ readOnly: true, timeoutMs: 5_000, rowLimit: 10 })
      return session.run({ query, parameters, rowLimit: 10 })
    }
    await expect(run('SELECT * FROM nowhere WHERE id = ANY($1)', [['first', 'caller']])).rejects.toThrow('nowhere')
    await session.reset()
    const { rows } = await run('SELECT $1::text[] AS list', [['second']])
    expect(rows).toEqual([{ list: ['second'] }])
    session.destroy()
  })
})

function listen(answer: (end: () => void) => void): Promise<{ server: Server; port: number }> {
  return new Promise((done) => {
    const listening = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => answer(() => socket.destroy()))
    })
    listening.listen(0, '127.0.0.1', () => {
      const address = listening.address()
      done({ server: listening, port: typeof address === 'object' && address ? address.port : 0 })
    })
  })
}
