import pg from 'pg'
import { log } from '@/lib/log'
import { EXECUTION_CHANNEL } from './types'

type Listener = () => void

/** Who waits for news of which execution. */
const listeners = new Map<string, Set<Listener>>()
let client: pg.Client | undefined
let stopped = false

/**
 * Calls back when an execution has been moved on by any process. A hint: the listener reads what is new, and also reads
 * by itself now and then, because a notification can be missed while the connection is made anew.
 * @returns the function that ends it
 */
export function onExecutionMoved(projectId: string, executionId: string, listener: Listener): () => void {
  const key = `${projectId}:${executionId}`
  const set = listeners.get(key) ?? new Set()
  set.add(listener)
  listeners.set(key, set)
  return () => {
    set.delete(listener)
    if (set.size === 0) listeners.delete(key)
  }
}

/** Opens the process's one listening connection and keeps it open. */
export async function startListening(databaseUrl: string): Promise<void> {
  stopped = false
  const connection = new pg.Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: 10_000 })
  client = connection
  const again = () => {
    if (stopped || client !== connection) return
    client = undefined
    setTimeout(() => startListening(databaseUrl).catch(() => {}), 1_000).unref()
  }
  connection.on('error', again)
  connection.on('end', again)
  connection.on('notification', ({ payload }) => {
    for (const listener of listeners.get(payload ?? '') ?? []) listener()
  })
  try {
    await connection.connect()
    await connection.query(`LISTEN ${EXECUTION_CHANNEL}`)
  } catch (error) {
    log.warn({ err: error }, 'listening for executions failed; trying again')
    again()
  }
}

export async function stopListening(): Promise<void> {
  stopped = true
  const open = client
  client = undefined
  await open?.end().catch(() => {})
}
