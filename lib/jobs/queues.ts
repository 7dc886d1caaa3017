/** pg-boss keeps its tables in a schema of their own in the same database. */
export const JOBS_SCHEMA = 'pgboss'

/** How a queue's jobs are kept, in seconds. */
interface QueueSettings {
  /** A worker that gives no sign of life for so long loses its job to another one. */
  heartbeatSeconds: number
  /** The longest that a job may be under way. */
  expireInSeconds: number
  /** How long one may wait: no worker may run for months, and nothing is lost. */
  retentionSeconds: number
  /** How long one that is done stays in the table. */
  deleteAfterSeconds: number
  /** How often a job whose worker died is given to another one. What was tried is counted by the job's own row. */
  retryLimit: number
}

const DAY_SECONDS = 86_400

export const queues = {
  'connector-call': {
    heartbeatSeconds: 30,
    expireInSeconds: 3_600,
    retentionSeconds: 365 * DAY_SECONDS,
    deleteAfterSeconds: 3_600,
    retryLimit: 1_000,
  },
  retention: {
    heartbeatSeconds: 30,
    expireInSeconds: 6 * 3_600,
    retentionSeconds: 7 * DAY_SECONDS,
    deleteAfterSeconds: 3_600,
    retryLimit: 5,
  },
  'identity-upkeep': {
    heartbeatSeconds: 30,
    expireInSeconds: 3_600,
    retentionSeconds: DAY_SECONDS,
    deleteAfterSeconds: 3_600,
    retryLimit: 5,
  },
  // Both take up what their tables hold: a job that comes late, or twice, finds it there or does nothing.
  'outbound-revocation': {
    heartbeatSeconds: 30,
    expireInSeconds: 3_600,
    retentionSeconds: DAY_SECONDS,
    deleteAfterSeconds: 3_600,
    retryLimit: 5,
  },
  'outbound-upkeep': {
    heartbeatSeconds: 30,
    expireInSeconds: 3_600,
    retentionSeconds: DAY_SECONDS,
    deleteAfterSeconds: 3_600,
    retryLimit: 0,
  },
  'project-deletion': {
    heartbeatSeconds: 30,
    expireInSeconds: 6 * 3_600,
    retentionSeconds: 365 * DAY_SECONDS,
    deleteAfterSeconds: 3_600,
    retryLimit: 1_000,
  },
} as const satisfies Record<string, QueueSettings>

export type QueueName = keyof typeof queues

/** What a job of the queue `connector-call` carries: no more than where to look. */
export interface ConnectorCallJob {
  projectId: string
  executionId: string
  number: number
  /** From 1: a job that comes again when its attempt has been settled does nothing. */
  attempt: number
}

/** What a job of the queue `retention` carries. */
export interface RetentionJob {
  /** Null: every project in turn. */
  projectId: string | null
}

/** What a job of the queue `project-deletion` carries. */
export interface ProjectDeletionJob {
  projectId: string
}

/**
 * The statement that puts jobs into a queue, as part of a larger one: so a job is there exactly when the rest is. pg-boss
 * documents inserts by SQL; its own `send` would be a second statement. The jobs of a project are a group.
 * @param source names a relation with `id` uuid, `data` jsonb and `startAfter` timestamptz, by the clock of the database
 */
export function insertJobsSql(queue: QueueName, source: string): string {
  const { heartbeatSeconds, expireInSeconds, retentionSeconds, deleteAfterSeconds, retryLimit } = queues[queue]
  return `INSERT INTO ${JOBS_SCHEMA}.job ("id", "name", "data", "start_after", "created_on", "keep_until", "retry_limit",
    "retry_delay", "expire_seconds", "deletion_seconds", "heartbeat_seconds", "group_id")
  SELECT "id", '${queue}', "data", "startAfter", now(), "startAfter" + interval '${retentionSeconds} seconds',
    ${retryLimit}, 5, ${expireInSeconds}, ${deleteAfterSeconds}, ${heartbeatSeconds}, "data"->>'projectId' FROM ${source}`
}

/** The statement that takes jobs out of a queue that no worker has yet. @param ids a query of their ids */
export function deleteJobsSql(queue: QueueName, ids: string): string {
  return `DELETE FROM ${JOBS_SCHEMA}.job WHERE "name" = '${queue}' AND "state" < 'active' AND "id" IN (${ids})`
}
