import pg from 'pg'

/** Held alone by the one Patchbay that serves a data folder. */
const SERVER_LOCK = 7_242_001
/** Held shared by everyone who uses the embedded PostgreSQL: the last one out stops it. */
const USERS_LOCK = 7_242_002

export interface Occupancy {
  /** Gives both locks back. Answers whether nobody else uses the database, so that it may be stopped. */
  leave(): Promise<{ last: boolean }>
}

/**
 * Marks the database as in use, by locks of a session of its own: they vanish with the process, however it dies.
 * @param role a server must be alone on the folder; a borrower (command line, tests) may come beside it
 * @param events revive: the database is gone, bring it back; onLost: it did not come back within half a minute
 * @returns null when another server is there
 */
export async function occupy(
  url: string,
  role: 'server' | 'borrower',
  events: { say: (line: string) => void; revive: () => Promise<void>; onLost: () => void },
): Promise<Occupancy | null> {
  let leaving = false
  let client = await takeLocks(url, role)
  if (!client) return null

  const watch = (watched: pg.Client) => {
    watched.on('error', () => {})
    watched.on('end', () => {
      if (!leaving) void again()
    })
  }
  const again = async () => {
    events.say('The database ended our session; taking the data folder again.')
    for (let attempt = 0; attempt < 30 && !leaving; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      if (leaving) return
      if (role === 'server') await events.revive()
      const next = await takeLocks(url, role).catch(() => null)
      if (!next) continue
      client = next
      watch(next)
      return
    }
    if (!leaving) events.onLost()
  }
  watch(client)

  return {
    async leave() {
      leaving = true
      await client?.end().catch(() => {})
      return { last: await isUnused(url).catch(() => false) }
    },
  }
}

/** Whether nobody holds the users' lock. Asked by a new session: our own may have been broken. */
async function isUnused(url: string): Promise<boolean> {
  const probe = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  probe.on('error', () => {})
  await probe.connect()
  try {
    // Our own session may take a moment to be gone.
    for (let attempt = 0; attempt < 10; attempt++) {
      const { rows } = await probe.query('SELECT pg_try_advisory_lock($1) AS got', [USERS_LOCK])
      if (rows[0]?.got === true) return true
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return false
  } finally {
    await probe.end().catch(() => {})
  }
}

async function takeLocks(url: string, role: 'server' | 'borrower'): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, keepAlive: true })
  await client.connect()
  client.on('error', () => {})
  // A killed predecessor's session may take a moment to be noticed.
  for (let attempt = 0; role === 'server'; attempt++) {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS got', [SERVER_LOCK])
    if (rows[0]?.got === true) break
    if (attempt === 10) {
      await client.end()
      return null
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await client.query('SELECT pg_advisory_lock_shared($1)', [USERS_LOCK])
  return client
}
