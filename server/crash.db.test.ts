import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { makeProject, startThirdParty } from '@/lib/api/testing/project'
import { deleteProject } from '@/lib/console/project-deletion'
import { db, pool } from '@/lib/db'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { type ServerProcess, startServerProcess } from './testing/processes'

// A real process, killed without warning in the middle of a call, and another one that takes its executions up.
let project: Awaited<ReturnType<typeof makeProject>>
let thirdParty: Awaited<ReturnType<typeof startThirdParty>>
let putCalls = 0
let called = Promise.withResolvers<void>()
const servers: ChildProcess[] = []

beforeAll(async () => {
  project = await makeProject()
  thirdParty = await startThirdParty((request, response) => {
    if (request.method === 'POST') called.resolve()
    // The first is never answered, as nobody answers the POST.
    if (request.method === 'PUT' && ++putCalls > 1) response.end('{}')
  })
  const connector = await project.addConnector(thirdParty.url)
  const post: Step = {
    ...stepDefinitions.connector.create(),
    connector,
    action: 'POST',
    timeoutSeconds: 60,
    next: { success: 'end' },
  }
  const end = stepDefinitions.end.create()
  await project.publish('batch', 'management', { start: { kind: 'start', next: { default: 'post' } }, post, end })
  const ask: Step = { ...stepDefinitions.screen.create(), next: { submit: 'post' } }
  const put: Step = { ...post, action: 'PUT', async: true }
  await project.publish('later', 'management', { start: { kind: 'start', next: { default: 'post' } }, post: put, end })
  await project.publish('form', 'interactive', { start: { kind: 'start', next: { default: 'ask' } }, ask, post, end })
  return () => thirdParty.close()
})

afterEach(() => {
  for (const server of servers.splice(0)) server.kill('SIGKILL')
  called = Promise.withResolvers()
})

test('a killed process loses no execution: one that ran for a caller ends interrupted, one with a screen goes on', async () => {
  const first = await startServer()
  const post = (path: string, body: unknown) =>
    fetch(`${first.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${project.bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const waiting = await (await post('/v1/flow/start', { flowId: 'form' })).json()
  const untouched = await (await post('/v1/flow/start', { flowId: 'form' })).json()
  const next = { executionId: waiting.executionId, stepId: waiting.stepId, interactionId: 'submit' }
  const lost = Promise.allSettled([post('/v1/flow/next', next), post('/v1/mgmt/flow/run', { flowId: 'batch' })])
  await called.promise
  await expect.poll(() => db().execution.count({ where: { projectId: project.projectId, status: 'running' } })).toBe(2)
  first.process.kill('SIGKILL')
  expect((await lost).map((answer) => answer.status)).toEqual(['rejected', 'rejected'])

  // Half a minute later: nobody has renewed their leases.
  await db().execution.updateMany({ where: { status: 'running' }, data: { leaseUntil: new Date(0) } })
  await startServer()
  await expect
    .poll(() => statusOf('batch'), { timeout: 20_000 })
    .toMatchObject([{ status: 'failed', error: { code: 'interrupted' } }])
  await expect
    .poll(() => statusOf('form'), { timeout: 20_000 })
    .toMatchObject([{ status: 'waiting' }, { status: 'waiting' }])
  const id = waiting.executionId.split('|#|')[1]
  const messages = await db().runnerMessage.findMany({ where: { executionId: id }, orderBy: { number: 'asc' } })
  expect(messages.map((message) => message.type)).toEqual([
    'started',
    'passed',
    'screen',
    'submitted',
    'connector',
    'screen',
  ])
  expect(messages[4]?.body).toMatchObject({ failure: { code: 'resultUnknown' } })
  expect(untouched.executionId).not.toBe(waiting.executionId)
})

test('an asynchronous call outlives the process that queued it and the one that made it', async () => {
  const first = await startServer()
  const worker = await startServer('worker')
  const run = await fetch(`${first.url}/v1/mgmt/flow/run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ flowId: 'later' }),
  })
  expect(run.status).toBe(200)
  await expect.poll(() => putCalls, { timeout: 10_000 }).toBe(1)
  for (const server of [first, worker]) server.process.kill('SIGKILL')

  // Half a minute later: nobody has given a sign of life for the job.
  await pool().query(`UPDATE pgboss.job SET heartbeat_on = now() - interval '1 hour' WHERE state = 'active'`)
  await startServer('worker')
  const call = () => db().asyncCall.findFirst({ where: { projectId: project.projectId } })
  // pg-boss looks for it every ten seconds and waits for five; the next attempt comes after at most five.
  await expect.poll(async () => (await call())?.status, { timeout: 45_000, interval: 200 }).toBe('succeeded')
  expect(putCalls).toBe(2)
  const execution = await db().execution.findFirst({ where: { projectId: project.projectId, flowId: 'later' } })
  expect(execution).toMatchObject({ status: 'completed', asyncPending: 0, asyncFailed: 0, asyncMessages: 2 })
  const messages = await db().runnerMessage.findMany({
    where: { executionId: execution?.id ?? '', type: 'asyncCall' },
    orderBy: { number: 'asc' },
  })
  expect(messages.map(({ body }) => body)).toMatchObject([
    { attempt: 1, outcome: 'retrying', failure: { code: 'interrupted' } },
    { attempt: 2, outcome: 'succeeded' },
  ])
}, 90_000)

test('a deletion of a project goes on where a killed worker left it', async () => {
  const { projectId } = await makeProject()
  const worker = await startServer('worker')
  await pool().query(
    `WITH made AS (
       INSERT INTO "Execution" ("projectId", "id", "flowId", "flowName", "snapshotHash", "trigger", "status", "revision", "messageCount", "startedAt", "updatedAt")
       SELECT $1, n::text, 'f', 'F', 'x', 'api', 'completed', 1, 2, now() - n * interval '1 second', now() FROM generate_series(1, 20000) n
       RETURNING "id"
     )
     INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "body")
     SELECT $1, "id", n, now(), 'passed', '{}' FROM made, generate_series(1, 2) n`,
    [projectId],
  )
  const left = () => db().execution.count({ where: { projectId } })
  await deleteProject(projectId, 'Test')
  await expect.poll(left, { timeout: 20_000, interval: 20 }).toBeLessThan(20_000)
  worker.process.kill('SIGKILL')
  await once(worker.process, 'exit')
  expect(await left()).toBeGreaterThan(0)

  await pool().query(`UPDATE pgboss.job SET heartbeat_on = now() - interval '1 hour' WHERE state = 'active'`)
  await startServer('worker')
  await expect.poll(left, { timeout: 45_000, interval: 200 }).toBe(0)
  await expect.poll(() => db().connector.count({ where: { projectId } }), { timeout: 10_000 }).toBe(0)
}, 90_000)

const statusOf = (flowId: string) =>
  db().execution.findMany({ where: { projectId: project.projectId, flowId }, select: { status: true, error: true } })

async function startServer(role = 'api'): Promise<ServerProcess> {
  const server = await startServerProcess({ ROLE: role })
  servers.push(server.process)
  return server
}
