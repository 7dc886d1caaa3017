import type { ServerResponse } from 'node:http'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { makeProject, startThirdParty } from '@/lib/api/testing/project'
import { db, pool } from '@/lib/db'
import { ASYNC_LANE } from '@/lib/engine/message'
import { deleteFlow } from '@/lib/flow-catalog/service'
import { cancelExecution } from '@/lib/runner/cancel'
import { listExecutions, listMessages } from '@/lib/runner/queries'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { startWorkers } from './work'

// Real jobs on a real PostgreSQL against a real third party; the pauses between attempts are cut short in the queue.
const SECRET = 'hush-hush-9471'
let project: Awaited<ReturnType<typeof makeProject>>
let connector: string
let thirdPartyUrl: string
let seen: { method: string; path: string; body: string; authorization: string | undefined; tag: string | undefined }[]
let answer: (response: ServerResponse, count: number) => void
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  project = await makeProject()
  const thirdParty = await startThirdParty((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const tag = request.headers['x-tag']
      seen.push({
        method: request.method ?? '',
        path: request.url ?? '',
        body,
        authorization: request.headers.authorization,
        tag: typeof tag === 'string' ? tag : undefined,
      })
      answer(response, seen.length)
    })
  })
  thirdPartyUrl = thirdParty.url
  connector = await project.addConnector(`${thirdParty.url}/v1/`, {
    authentication: { method: 'bearerToken', bearerToken: SECRET },
    headers: [{ key: 'x-tag', value: '{{client.tag}}' }],
  })
  return () => thirdParty.close()
})

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await pool().query(`DELETE FROM pgboss.job`)
})

function begin(next: typeof answer): void {
  seen = []
  answer = next
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(code, headers).end(JSON.stringify({ echo: SECRET }))

async function startWork(drainMs = 2_000): Promise<() => Promise<void>> {
  const stop = await startWorkers(process.env.DATABASE_URL ?? '', drainMs)
  stops.push(stop)
  return stop
}

let flows = 0
async function flowOf(step: Partial<ConnectorStep>, then?: Record<string, Step>): Promise<string> {
  flows += 1
  const id = `async-${flows}`
  const call: Step = {
    ...stepDefinitions.connector.create(),
    name: 'Tell',
    connector,
    action: 'POST',
    endpoint: '/notes/{{client.id}}',
    payload: { type: 'json', value: { text: '{{client.text}}' } },
    async: true,
    next: { success: then ? 'ask' : 'end' },
    ...step,
  }
  const steps: Record<string, Step> = { start: { kind: 'start', next: { default: 'call' } }, call, ...then }
  await project.publish(id, then ? 'interactive' : 'management', { ...steps, end: stepDefinitions.end.create() })
  return id
}

async function run(flowId: string, input: Record<string, unknown> = {}): Promise<string> {
  const { status: code, body } = await project.post(
    '/v1/mgmt/flow/run',
    { flowId, options: { input: { id: 'a b', text: 'Hi', tag: 'red', ...input } } },
    project.bearer,
  )
  expect(code).toBe(200)
  expect(body.status ?? 'completed').toBe('completed')
  const [execution] = await db().execution.findMany({
    where: { projectId: project.projectId, flowId },
    orderBy: { startedAt: 'desc' },
  })
  return execution?.id ?? ''
}

const messagesOf = (id: string) => listMessages(project.projectId, id, { after: 0, afterAsync: 0, limit: 100 })
const callsOf = (id: string) => db().asyncCall.findMany({ where: { executionId: id }, orderBy: { number: 'asc' } })
const countsOf = (id: string) =>
  db().execution.findFirst({ where: { id }, select: { asyncPending: true, asyncFailed: true, asyncMessages: true } })
const hurry = () => pool().query(`UPDATE pgboss.job SET start_after = now() WHERE state < 'active'`)

async function settled(id: string) {
  await expect
    .poll(
      async () => {
        await hurry()
        return (await countsOf(id))?.asyncPending
      },
      { timeout: 15_000, interval: 100 },
    )
    .toBe(0)
  return await messagesOf(id)
}

test('the flow goes on at once; the call follows with the values of its step and joins the messages', async () => {
  begin(status(200))
  const id = await run(await flowOf({}))
  expect(seen).toEqual([])
  const before = await messagesOf(id)
  expect(before.map(({ type }) => type)).toEqual(['started', 'passed', 'queued', 'completed'])
  expect(before[2]).toMatchObject({ action: 'POST', endpoint: '/v1/notes/{{client.id}}' })
  expect(await countsOf(id)).toEqual({ asyncPending: 1, asyncFailed: 0, asyncMessages: 0 })

  await startWork()
  const messages = await settled(id)
  expect(seen).toEqual([
    { method: 'POST', path: '/v1/notes/a%20b', body: '{"text":"Hi"}', authorization: `Bearer ${SECRET}`, tag: 'red' },
  ])
  expect(messages.slice(0, 4)).toEqual(before)
  expect(messages[4]).toMatchObject({
    type: 'asyncCall',
    number: ASYNC_LANE + 1,
    call: 3,
    attempt: 1,
    outcome: 'succeeded',
    stepName: 'Tell',
    record: { response: { status: 200 } },
  })
  expect(JSON.stringify(messages)).not.toContain(SECRET)
  expect(await callsOf(id)).toMatchObject([{ status: 'succeeded', sealed: null, attempt: 1 }])
})

test('neither the queue nor the call’s row holds a value in the open', async () => {
  begin(status(200))
  const id = await run(await flowOf({}), { text: 'in-the-open-4711' })
  const { rows } = await pool().query(`SELECT j::text AS job FROM pgboss.job j`)
  const [call] = await callsOf(id)
  const stored = `${JSON.stringify(rows)}${Buffer.from(call?.sealed ?? []).toString('latin1')}`
  expect(rows).toHaveLength(1)
  expect(stored).not.toContain('in-the-open-4711')
  expect(stored).not.toContain(SECRET)
})

test('an answer that says not now is tried again, each attempt a message, until it is taken', async () => {
  begin((response, count) => status(count === 1 ? 503 : count === 2 ? 429 : 201)(response))
  const id = await run(await flowOf({}))
  await startWork()
  const messages = await settled(id)
  const attempts = messages.filter((message) => message.type === 'asyncCall')
  expect(attempts.map(({ attempt, outcome }) => `${attempt} ${outcome}`)).toEqual([
    '1 retrying',
    '2 retrying',
    '3 succeeded',
  ])
  expect(attempts[0]).toMatchObject({ failure: { event: 'httpError' }, record: { response: { status: 503 } } })
  expect(await countsOf(id)).toEqual({ asyncPending: 0, asyncFailed: 0, asyncMessages: 3 })
})

test('what will not get better fails for good, and is found by its filter', async () => {
  begin(status(422))
  const id = await run(await flowOf({ name: 'Tell the CRM' }))
  await startWork()
  await settled(id)
  expect(seen).toHaveLength(1)
  const { executions } = await listExecutions(project.projectId, { asyncFailed: true })
  expect(executions.map((execution) => execution.id)).toEqual([id])
  expect(executions[0]?.asyncCalls).toEqual({
    pending: 0,
    failed: 1,
    firstFailure: { stepName: 'Tell the CRM', message: 'The third party answered 422 Unprocessable Entity.' },
  })
  expect(executions[0]?.status).toBe('completed')
})

test('attempts are bounded', async () => {
  begin(status(503))
  const id = await run(await flowOf({}))
  await startWork()
  const messages = await settled(id)
  expect(seen).toHaveLength(10)
  expect(messages.at(-1)).toMatchObject({ attempt: 10, outcome: 'failed', nextAttemptAt: null })
})

test('a GET whose connection breaks is sent again, a POST is not, because it may have been carried out', async () => {
  begin((response, count) => (count <= 2 ? response.destroy() : status(200)(response)))
  await startWork()
  const get = await settled(await run(await flowOf({ action: 'GET' })))
  expect(get.slice(-2)).toMatchObject([{ outcome: 'retrying' }, { outcome: 'succeeded' }])
  begin((response) => response.destroy())
  const post = await settled(await run(await flowOf({})))
  expect(post.at(-1)).toMatchObject({ attempt: 1, outcome: 'failed', failure: { code: 'resultUnknown' } })
  expect(seen).toHaveLength(1)
})

test('a POST answered 500 may have been carried out, and is sent once unless its connector allows more', async () => {
  begin(status(500))
  await startWork()
  const messages = await settled(await run(await flowOf({})))
  expect(seen).toHaveLength(1)
  expect(messages.at(-1)).toMatchObject({ attempt: 1, outcome: 'failed', failure: { code: 'resultUnknown' } })

  begin((response, count) => status(count <= 2 ? 500 : 200)(response))
  // It sends a request that failed by itself when there is no connection, and leaves answers to the job.
  const repeating = await project.addConnector(thirdPartyUrl, {
    name: 'Repeats',
    retry: { attempts: 2, statuses: [429], methods: ['POST'] },
  })
  const repeated = await settled(await run(await flowOf({ connector: repeating })))
  expect(seen).toHaveLength(3)
  expect(repeated.at(-1)).toMatchObject({ attempt: 3, outcome: 'succeeded' })
})

test('a job that comes twice is done once; one whose worker died mid-way is taken up', async () => {
  begin(status(200))
  const id = await run(await flowOf({ action: 'PUT' }))
  // As a process leaves it that dies after it has begun.
  await pool().query(`UPDATE "AsyncCall" SET "status" = 'active', "attempt" = 1 WHERE "executionId" = $1`, [id])
  await startWork()
  const messages = (await settled(id)).filter((message) => message.type === 'asyncCall')
  expect(messages.map(({ outcome }) => outcome)).toEqual(['retrying', 'succeeded'])
  expect(messages[0]).toMatchObject({ failure: { code: 'interrupted' }, record: null })
  expect(seen).toHaveLength(1)

  await pool().query(
    `INSERT INTO pgboss.job (name, data) SELECT 'connector-call', jsonb_build_object('projectId', $1::text, 'executionId', $2::text, 'number', 3, 'attempt', 2)`,
    [project.projectId, id],
  )
  await expect
    .poll(async () => (await pool().query(`SELECT 1 FROM pgboss.job WHERE state < 'completed'`)).rowCount)
    .toBe(0)
  expect(seen).toHaveLength(1)
})

test('an execution that waits is not disturbed by the messages of its calls, nor they by its commits', async () => {
  begin(status(200))
  const ask: Step = { ...stepDefinitions.screen.create(), next: { submit: 'call2' } }
  const call2: Step = {
    ...stepDefinitions.connector.create(),
    name: 'Tell again',
    connector,
    action: 'PUT',
    contextKey: 'again',
    async: true,
    next: { success: 'end' },
  }
  const flowId = await flowOf({}, { ask, call2 })
  const started = (await project.post('/v1/flow/start', { flowId }, project.bearer)).body
  const id = String(started.executionId).split('|#|')[1] ?? ''
  await startWork()
  await settled(id)
  expect(await db().execution.findFirst({ where: { id } })).toMatchObject({
    status: 'waiting',
    revision: 1,
    messageCount: 7,
  })
  const next = { executionId: started.executionId, stepId: started.stepId, interactionId: 'submit' }
  expect((await project.post('/v1/flow/next', next, project.bearer)).status).toBe(200)
  const messages = await settled(id)
  const own = messages.filter(({ number }) => number < ASYNC_LANE)
  expect(own.map(({ number }) => number)).toEqual(own.map((_, at) => at + 1))
  expect(own.at(-1)?.type).toBe('completed')
  expect(messages.filter(({ number }) => number > ASYNC_LANE).map(({ number }) => number - ASYNC_LANE)).toEqual([1, 2])
})

test('many calls that end together are numbered without a gap or a collision', async () => {
  begin(status(200))
  const ids = await Promise.all([1, 2, 3].map(async () => run(await flowOf({}))))
  const [id = ''] = ids
  // Ten calls of one execution, as a loop would queue them.
  await pool().query(
    `WITH more AS (
       INSERT INTO "AsyncCall" ("projectId", "executionId", "number", "stepId", "stepName", "visit", "connectorId", "action", "sealed", "watched", "jobId")
       SELECT "projectId", "executionId", 100 + n, "stepId", "stepName", "visit", "connectorId", "action", "sealed", "watched", gen_random_uuid()
       FROM "AsyncCall", generate_series(1, 10) n WHERE "executionId" = $1 RETURNING "number", "projectId", "executionId"
     ), counted AS (UPDATE "Execution" SET "asyncPending" = 11 WHERE "id" = $1)
     INSERT INTO pgboss.job (name, data) SELECT 'connector-call',
       jsonb_build_object('projectId', "projectId", 'executionId', "executionId", 'number', "number", 'attempt', 1) FROM more`,
    [id],
  )
  await startWork()
  const numbers = (await settled(id)).map(({ number }) => number).filter((number) => number > ASYNC_LANE)
  expect(numbers).toEqual(Array.from({ length: 11 }, (_, at) => ASYNC_LANE + at + 1))
})

test('cancelling calls off what waits, in words; so does deleting the flow', async () => {
  begin(status(503, { 'retry-after': '600' }))
  const flowId = await flowOf({})
  const [first, second] = [await run(flowId), await run(flowId)]
  await startWork()
  await expect.poll(() => seen.length).toBe(2)
  await expect
    .poll(async () => (await callsOf(first)).concat(await callsOf(second)).map((call) => call.status))
    .toEqual(['pending', 'pending'])
  const asked = (await messagesOf(first)).at(-1)
  expect(asked?.type === 'asyncCall' && Date.parse(asked.nextAttemptAt ?? '') - Date.parse(asked.at)).toBe(600_000)

  await cancelExecution(project.projectId, first, 'Cancelled by Ana.')
  expect((await messagesOf(first)).at(-1)).toMatchObject({ type: 'asyncCall', outcome: 'cancelled', attempt: 0 })
  expect(await countsOf(first)).toMatchObject({ asyncPending: 0, asyncFailed: 0 })
  await deleteFlow(project.projectId, flowId)
  expect(await callsOf(second)).toMatchObject([{ status: 'cancelled', sealed: null }])
  expect((await pool().query(`SELECT 1 FROM pgboss.job WHERE state < 'active'`)).rowCount).toBe(0)
  expect(seen).toHaveLength(2)
})

test('a call under way when its execution is cancelled is left to end, and not tried again', async () => {
  let release = () => {}
  begin((response) => {
    release = () => status(503)(response)
  })
  const id = await run(await flowOf({}))
  await startWork()
  await expect.poll(() => seen.length).toBe(1)
  await cancelExecution(project.projectId, id, 'Cancelled by Ana.')
  release()
  const messages = await settled(id)
  expect(messages.at(-1)).toMatchObject({ outcome: 'cancelled', attempt: 1, failure: { event: 'httpError' } })
  expect(await callsOf(id)).toMatchObject([{ status: 'cancelled' }])
  expect(seen).toHaveLength(1)
})

test('a stop waits a while, then aborts what is under way: a GET goes back to the queue', async () => {
  begin(() => {})
  const id = await run(await flowOf({ action: 'GET', timeoutSeconds: 60 }))
  const stop = await startWork(300)
  await expect.poll(() => seen.length).toBe(1)
  const begun = Date.now()
  await stop()
  expect(Date.now() - begun).toBeLessThan(5_000)
  expect(await callsOf(id)).toMatchObject([{ status: 'pending', attempt: 1 }])
  begin(status(200))
  await startWork()
  expect((await settled(id)).at(-1)).toMatchObject({ attempt: 2, outcome: 'succeeded' })
})
