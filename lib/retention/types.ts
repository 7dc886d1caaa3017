/** The last clean-up of a project's executions. Times are ISO 8601. */
export interface RetentionRunView {
  /** `waiting`: asked for, and no worker has begun it yet. */
  state: 'waiting' | 'running' | 'done'
  startedAt: string | null
  endedAt: string | null
  executions: number
  messages: number
  snapshots: number
  /** About what the rows took in the database. */
  bytes: number
}

export interface RetentionView {
  /** How many executions the project holds. */
  kept: number
  /** How many a clean-up would delete now, with their messages. */
  due: { executions: number; messages: number }
  /** Null: never yet. */
  run: RetentionRunView | null
}
