import type pg from 'pg'
import { RotationError } from './errors'

// Any constant: one rotation of a database at a time, for as long as its connection lives.
const ROTATION_LOCK = 7_240_113_002

/**
 * Does work of which there may be one at a time on a database, with a connection for it alone.
 * @throws RotationError busy
 */
export async function underRotationLock<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS "taken"', [ROTATION_LOCK])
    if (rows[0]?.taken !== true) throw new RotationError('busy')
    try {
      return await work(client)
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [ROTATION_LOCK]).catch(() => {})
    }
  } finally {
    // With it go its settings, and the lock of a process that was killed.
    client.release(true)
  }
}
