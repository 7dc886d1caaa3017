import { beforeAll, expect, test } from 'vitest'
import { makeProject, startThirdParty } from '@/lib/api/testing/project'
import { createInvitation, findInvitation } from '@/lib/console/invitations'
import { findManagementKey } from '@/lib/console/keys'
import { createOperator } from '@/lib/console/operators'
import { deleteProject } from '@/lib/console/project-deletion'
import { findProject, findRole, listProjects } from '@/lib/console/queries'
import { db, pool } from '@/lib/db'
import { currentReply } from '@/lib/runner/next'
import { recoverExecutions } from '@/lib/runner/recovery'
import { startExecution } from '@/lib/runner/start'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { listProjectTables, runProjectDeletionJob } from './delete-project'
import { startWorkers } from './work'

type Project = Awaited<ReturnType<typeof makeProject>>

const never = new AbortController().signal
let thirdParty: Awaited<ReturnType<typeof startThirdParty>>
let calls = 0
let answer = Promise.withResolvers<void>()
let called = Promise.withResolvers<void>()

beforeAll(async () => {
  thirdParty = await startThirdParty(async (_request, response) => {
    calls += 1
    called.resolve()
    await answer.promise
    response.end('{}')
  })
  return () => thirdParty.close()
})

/** A project with one of everything, and an interactive execution that waits. */
async function fullProject(): Promise<Project & { waitingId: string }> {
  const project = await makeProject()
  const { projectId } = project
  answer.resolve()
  answer = Promise.withResolvers()
  called = Promise.withResolvers()
  calls = 0
  const connector = await project.addConnector(thirdParty.url, {
    authentication: { method: 'bearerToken', bearerToken: 'hush-hush-1234' },
  })
  const call: Step = { ...stepDefinitions.connector.create(), connector, next: { success: 'end' } }
  const end = stepDefinitions.end.create()
  const start: Step = { kind: 'start', next: { default: 'call' } }
  await project.publish('sync', 'management', { start, call, end })
  const post: Step = { ...call, action: 'POST' }
  await project.publish('async', 'management', { start, call: { ...post, async: true }, end })
  const ask: Step = { ...stepDefinitions.screen.create(), next: { submit: 'call' } }
  await project.publish('form', 'interactive', { start: { kind: 'start', next: { default: 'ask' } }, ask, call, end })
  await run(project, 'async')
  const waiting = await project.post('/v1/flow/start', { flowId: 'form' })
  await db().auditEvent.create({
    data: { projectId, id: 'a', actorType: 'operator', actorId: 'o', action: 'flow.create' },
  })
  return { ...project, waitingId: String(waiting.body.executionId).split('|#|')[1] ?? '' }
}

const run = ({ projectId }: Project, flowId: string) =>
  startExecution({
    projectId,
    flowId,
    version: 'live',
    trigger: 'api',
    startedById: null,
    client: {},
    ipAddress: '127.0.0.1',
    watched: false,
  })

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
  )

/** How many rows of a project each table holds. */
async function countRows(projectId: string): Promise<Record<string, number>> {
  const counts = await Promise.all(
    (await listProjectTables()).map(async (table) => {
      const { rows } = await pool().query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${table} WHERE "projectId" = $1`,
        [projectId],
      )
      return [table, rows[0]?.n ?? 0] as const
    }),
  )
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

const rest = (projectId: string) =>
  db().project.updateMany({ where: { id: projectId }, data: { deletedAt: new Date(Date.now() - 3_600_000) } })

test('every table that holds rows of a project is emptied, and what hangs on another table before that one', async () => {
  const tables = await listProjectTables()
  const named = await pool().query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'projectId'`,
  )
  expect(tables.toSorted()).toEqual(named.rows.map(({ name }) => name).toSorted())
  const hanging = await pool().query<{ child: string; parent: string }>(
    `SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent FROM pg_constraint
     WHERE contype = 'f' AND conrelid <> confrelid`,
  )
  const related = hanging.rows.filter(({ child, parent }) => tables.includes(child) && tables.includes(parent))
  expect(related.length).toBeGreaterThan(5)
  for (const { child, parent } of related) expect(tables.indexOf(child)).toBeLessThan(tables.indexOf(parent))
})

test('from the moment it is deleted nobody sees it, and nothing of it runs, calls or goes on', async () => {
  const project = await fullProject()
  const { projectId, key, waitingId } = project
  const owner = await createOperator({ email: `o-${projectId}@example.com`, password: 'long enough 1', isOwner: true })
  const member = await createOperator({
    email: `m-${projectId}@example.com`,
    password: 'long enough 1',
    membership: { projectId, role: 'editor' },
  })
  const invitation = (await createInvitation(projectId, 'viewer', owner)).path.split('/').at(-1) ?? ''
  const underWay = codeOf(run(project, 'sync'))
  await called.promise
  await expect(deleteProject(projectId, 'Another name')).rejects.toMatchObject({
    code: 'invalid',
    fields: { confirmation: expect.any(String) },
  })
  expect(await findRole(owner, projectId)).toBe('admin')
  await deleteProject(projectId, ' Test ')

  expect(await findRole(owner, projectId)).toBeNull()
  expect(await findRole(member, projectId)).toBeNull()
  expect(await findProject(projectId)).toBeNull()
  expect((await listProjects(owner)).map(({ id }) => id)).not.toContain(projectId)
  expect(await findInvitation(invitation)).toBeNull()
  expect(await findManagementKey(key)).toBeNull()
  expect(await codeOf(run(project, 'sync'))).toBe('flowNotFound')
  expect(await codeOf(currentReply(projectId, waitingId))).toBe('executionNotFound')
  expect((await project.post('/v1/flow/start', { flowId: 'form' })).status).toBe(404)
  expect(await codeOf(deleteProject(projectId, 'Test'))).toBe('notFound')

  // One that was under way ends without a trace, and no call that it queued is made.
  answer.resolve()
  expect(await underWay).toBe('flowNotFound')
  expect(await db().execution.count({ where: { projectId, flowId: 'sync' } })).toBe(0)
  await db().execution.updateMany({ where: { projectId }, data: { status: 'running', leaseUntil: new Date(0) } })
  expect(await recoverExecutions()).toBe(0)
  const before = calls
  const stop = await startWorkers(process.env.DATABASE_URL ?? '', 1_000)
  await expect.poll(() => db().execution.count({ where: { projectId } }), { timeout: 20_000 }).toBe(0)
  await stop()
  expect(calls).toBe(before)
})

test('its rows go in batches; the last look comes when nobody can be writing any more', async () => {
  const { projectId } = await fullProject()
  const other = await fullProject()
  await pool().query(
    `INSERT INTO "AuditEvent" ("projectId", "id", "actorType", "actorId", "action")
     SELECT $1, 'more-' || n, 'operator', 'o', 'flow.create' FROM generate_series(1, 5000) n`,
    [projectId],
  )
  const theirs = await countRows(other.projectId)
  await deleteProject(projectId, 'Test')
  await runProjectDeletionJob({ projectId }, never)
  expect(await countRows(projectId)).toEqual({})
  expect(await db().project.count({ where: { id: projectId } })).toBe(1)
  const later = await pool().query(
    `SELECT 1 FROM pgboss.job WHERE name = 'project-deletion' AND data->>'projectId' = $1 AND start_after > now() + interval '1 minute'`,
    [projectId],
  )
  expect(later.rowCount).toBe(1)
  const queued = await pool().query(`SELECT 1 FROM pgboss.job WHERE name = 'connector-call' AND group_id = $1`, [
    projectId,
  ])
  expect(queued.rowCount).toBe(0)

  // Someone who had been let in before has written since.
  await db().flowSnapshot.create({ data: { projectId, hash: 'late', flowId: 'f', document: {} } })
  await rest(projectId)
  await runProjectDeletionJob({ projectId }, never)
  expect(await countRows(projectId)).toEqual({})
  expect(await db().project.count({ where: { id: projectId } })).toBe(0)
  expect(await countRows(other.projectId)).toEqual(theirs)
  // The job may come again.
  await runProjectDeletionJob({ projectId }, never)
  await runProjectDeletionJob({ projectId: other.projectId }, never)
  expect(await countRows(other.projectId)).toEqual(theirs)
})

test('an execution that someone holds is waited for, and a stop ends the job between two batches', async () => {
  const { projectId } = await fullProject()
  await deleteProject(projectId, 'Test')
  const holder = await pool().connect()
  await holder.query('BEGIN')
  await holder.query(`SELECT 1 FROM "Execution" WHERE "projectId" = $1 FOR UPDATE`, [projectId])
  const abort = new AbortController()
  const stopped = runProjectDeletionJob({ projectId }, abort.signal).catch((error: unknown) => error)
  abort.abort(new Error('stopping'))
  expect(await stopped).toBeInstanceOf(Error)
  const job = runProjectDeletionJob({ projectId }, never)
  await holder.query('COMMIT')
  holder.release()
  await job
  expect(await countRows(projectId)).toEqual({})
})
