import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { recoverExecutions } from '@/lib/runner/recovery'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { makeProject, startThirdParty } from './testing/project'

let project: Awaited<ReturnType<typeof makeProject>>
let thirdParty: Awaited<ReturnType<typeof startThirdParty>>
let connectorId: string
let calls = 0
const token = randomBytes(12).toString('hex')

const start = (to: string): Step => ({ kind: 'start', next: { default: to } })
const end = (outputs: Record<string, string> = {}): Step => ({
  ...stepDefinitions.end.create(),
  outputs: Object.entries(outputs).map(([key, value]) => ({ key, type: 'json', value })),
})
const connector = (extra: Partial<Extract<Step, { kind: 'connector' }>> = {}): Step => ({
  ...stepDefinitions.connector.create(),
  connector: connectorId,
  contextKey: 'crm',
  endpoint: '/customers?email={{client.email}}',
  next: { success: 'end' },
  ...extra,
})

beforeAll(async () => {
  project = await makeProject()
  thirdParty = await startThirdParty((request, response) => {
    calls += 1
    if (request.url?.startsWith('/slow')) return
    response.setHeader('content-type', 'application/json')
    if (request.url?.startsWith('/odd')) return response.end(String.raw`{"odd": "\ud800\u0000", "literal": "\\u0000"}`)
    if (request.url?.startsWith('/broken')) response.statusCode = 500
    // Echoes the secret in several forms, as careless third parties do.
    const { authorization = '' } = request.headers
    response.end(
      JSON.stringify({
        plan: 'pro',
        url: request.url,
        echo: authorization,
        encoded: Buffer.from(authorization).toString('base64'),
      }),
    )
  })
  connectorId = await project.addConnector(thirdParty.url, {
    authentication: { method: 'bearerToken', bearerToken: token },
  })
})

afterAll(() => thirdParty.close())

const run = (flowId: string, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  project.post('/v1/mgmt/flow/run', { flowId, ...body }, project.bearer, headers)
const messagesOf = async (executionId: string) =>
  db().runnerMessage.findMany({ where: { projectId: project.projectId, executionId }, orderBy: { number: 'asc' } })

describe('a management flow', () => {
  beforeAll(() =>
    project.publish('customer-plan', 'management', {
      start: start('crm'),
      crm: connector({ next: { success: 'check' } }),
      check: {
        kind: 'condition',
        name: 'Pro?',
        branches: [
          {
            id: 'pro',
            name: 'Pro',
            when: { all: [{ key: 'connectors.crm.echo', operator: 'contains', value: 'Bearer' }] },
          },
        ],
        next: { pro: 'end', else: 'end' },
      },
      end: end({ plan: '{{connectors.crm.plan}}', url: '{{connectors.crm.url}}' }),
    }),
  )

  test('runs to its end and answers its outputs, options nested or at the top', async () => {
    const nested = await run('customer-plan', { options: { input: { email: 'a+b@c.de' } } })
    expect(nested).toMatchObject({
      status: 200,
      body: { output: { plan: 'pro', url: '/customers?email=a%2Bb%40c.de' } },
    })
    expect(await run('customer-plan', { input: { email: 'x' }, preview: null })).toMatchObject({ status: 200 })
  })

  test('is journaled in one commit, and no form of the secret is in any row', async () => {
    const { body } = await run('customer-plan', { input: { email: 'a@b.co' } })
    const execution = await db().execution.findUniqueOrThrow({
      where: { projectId_id: { projectId: project.projectId, id: body.executionId } },
    })
    expect(execution).toMatchObject({ status: 'completed', revision: 1, stateSealed: null })
    const messages = await messagesOf(body.executionId)
    expect(messages.map((message) => message.type)).toEqual([
      'started',
      'passed',
      'connector',
      'condition',
      'completed',
    ])
    expect(messages.map((message) => message.number)).toEqual([1, 2, 3, 4, 5])
    const text = JSON.stringify([execution, messages])
    for (const form of [token, Buffer.from(`Bearer ${token}`).toString('base64'), encodeURIComponent(token)])
      expect(text).not.toContain(form)
    expect(text).toContain('\u2022\u2022\u2022\u2022')
  })

  test('gives no echo of the secret back: not to a condition, not to a caller', async () => {
    await project.publish('echo', 'management', {
      start: start('crm'),
      crm: connector(),
      end: end({ all: '{{connectors.crm}}' }),
    })
    const { body } = await run('echo')
    expect(body.output.all).toMatchObject({ plan: 'pro', statusCode: 200, echo: 'Bearer \u2022\u2022\u2022\u2022' })
    expect(JSON.stringify(body)).not.toContain(Buffer.from(`Bearer ${token}`).toString('base64'))
  })

  test('runs on whatever text a third party or a caller sends', async () => {
    await project.publish('odd', 'management', {
      start: start('crm'),
      crm: connector({ endpoint: '/odd' }),
      end: end({ odd: '{{connectors.crm.odd}}', literal: '{{connectors.crm.literal}}' }),
    })
    const answer = await project.post(
      '/v1/mgmt/flow/run',
      '{"flowId": "odd", "input": {"email": "\\ud800\\u0000"}}',
      project.bearer,
    )
    expect(answer.status).toBe(200)
    const [, , called] = await messagesOf(answer.body.executionId)
    expect(JSON.stringify(called?.body)).toContain(String.raw`\\\\u0000`)
    const deep = `{"flowId": "odd", "input": {"a": ${'['.repeat(50_000)}${']'.repeat(50_000)}}}`
    expect((await project.post('/v1/mgmt/flow/run', deep, project.bearer)).status).toBe(400)
    expect((await run('a\u0000b')).status).toBe(400)
  })

  test('answers 422 with the cause when it fails', async () => {
    await project.publish('broken', 'management', {
      start: start('crm'),
      crm: connector({ endpoint: '/broken' }),
      end: end(),
    })
    const { status, body } = await run('broken')
    expect(status).toBe(422)
    expect(body).toMatchObject({
      errorCode: expect.stringMatching(/^E/),
      errorDescription: expect.any(String),
      errorMessage: expect.stringContaining('500'),
      executionId: expect.any(String),
    })
  })

  test('with an Idempotency-Key runs once', async () => {
    const before = calls
    const headers = { 'idempotency-key': 'order-1' }
    const [one, two] = [await run('customer-plan', {}, headers), await run('customer-plan', {}, headers)]
    expect(two.body).toEqual(one.body)
    expect(calls - before).toBe(1)
    expect((await run('customer-plan', { input: { other: 1 } }, headers)).status).toBe(409)
  })

  test('keeps within the step\u2019s timeout', async () => {
    await project.publish('slow', 'management', {
      start: start('crm'),
      crm: connector({
        endpoint: '/slow',
        timeoutSeconds: 1,
        errorHandling: { httpError: { mode: 'automatic' }, connectorExecution: { mode: 'custom' } },
        next: { success: 'end', connectorExecution: 'end' },
      }),
      end: end({ code: '{{connectors.crm.error.code}}' }),
    })
    expect(await run('slow')).toMatchObject({ status: 200, body: { output: { code: 'timeout' } } })
  })
})

describe('transport', () => {
  test('every refusal is the JSON error body', async () => {
    const { projectId, key, bearer, api, post } = project
    const other = await makeProject()
    const path = '/v1/mgmt/flow/run'
    const cases: [number, Promise<{ status: number; body: unknown }>][] = [
      [401, post(path, { flowId: 'customer-plan' }, projectId)],
      [401, post(path, { flowId: 'customer-plan' }, `${projectId}:wrong`)],
      [401, post(path, { flowId: 'customer-plan' }, `${other.projectId}:${key}`)],
      [404, post(path, { flowId: 'customer-plan' }, other.bearer)],
      [404, post(path, { flowId: 'nope' }, bearer)],
      [400, post(path, '{"flowId":', bearer)],
      [400, post(path, '[]', bearer)],
      [400, post(path, '', bearer)],
      [400, post(path, { flowId: 5 }, bearer)],
      [400, post(path, 'flowId=x', bearer, { 'content-type': 'application/x-www-form-urlencoded' })],
      [413, post(path, { flowId: 'x', input: { a: 'x'.repeat(1_100_000) } }, bearer)],
      [404, post('/v1/nothing/here', {}, bearer)],
      [401, post(`/v1/console/projects/${projectId}/flow/start`, {}, bearer, { origin: 'http://localhost:3000' })],
      [403, post(`/v1/console/projects/${projectId}/flow/start`, {}, bearer, { origin: 'https://evil.example' })],
    ]
    for (const [status, answer] of cases) {
      expect(await answer).toMatchObject({
        status,
        body: { errorCode: expect.any(String), errorDescription: expect.any(String), errorMessage: expect.any(String) },
      })
    }
    const described = await (await api.request('/openapi.json')).json()
    const paths = Object.keys(described.paths)
    expect(paths).toEqual(
      expect.arrayContaining(['/v1/flow/start', '/v1/flow/exchange', '/v1/mgmt/flow/run', '/v1/mgmt/audit/search']),
    )
    // Every described path is there: an unknown one would answer 404 without a key, not 401 or 400.
    for (const [path, methods] of Object.entries<object>(described.paths)) {
      for (const method of Object.keys(methods)) {
        const at = path.replace('{projectId}', projectId).replace(/\{\w+\}/g, 'x')
        const { status } = await api.request(at, { method: method.toUpperCase() })
        expect([200, 400, 401], `${method} ${path}`).toContain(status)
      }
    }
    const license = await api.request('/v1/mgmt/license', { headers: { authorization: `Bearer ${bearer}` } })
    expect(await license.json()).toEqual({ rateLimitTier: 'tier4' })
  })
})

describe('an interactive flow', () => {
  const ask: Step = {
    kind: 'screen',
    name: 'Ask',
    components: [
      { type: 'email', name: 'email', label: 'Email', required: true },
      { type: 'password', name: 'password', label: 'Password' },
      { type: 'button', id: 'submit', text: 'Go' },
    ],
    next: { submit: 'crm' },
  }

  beforeAll(() =>
    project.publish('sign-in', 'interactive', {
      start: start('ask'),
      ask,
      crm: connector({
        action: 'POST',
        endpoint: '/login',
        payload: { type: 'json', value: { email: '{{form.email}}', password: '{{form.password}}' } },
      }),
      end: end({ plan: '{{connectors.crm.plan}}' }),
    }),
  )

  const begin = () => project.post('/v1/flow/start', { flowId: 'sign-in' })
  const next = (reply: { executionId: string; stepId: string }, input: Record<string, unknown>) =>
    project.post('/v1/flow/next', {
      executionId: reply.executionId,
      stepId: reply.stepId,
      interactionId: 'submit',
      input,
    })
  const inputs = { email: 'ada@example.com', password: 'correct horse' }

  test('waits, tells field errors, goes on; what was typed as a password is in no row', async () => {
    const { body: first } = await begin()
    expect(first).toMatchObject({
      status: 'waiting',
      action: 'screen',
      stepId: 'ask-2',
      stepName: 'Ask',
      executionId: expect.stringMatching(/^sign-in\|#\|[a-z0-9]+$/),
    })
    const refused = await next(first, { email: 'nope' })
    expect(refused.body.screen.view.fieldErrors).toHaveProperty('email')
    const done = await next(refused.body, inputs)
    expect(done.body).toMatchObject({ status: 'completed', output: { plan: 'pro' } })
    const id = first.executionId.split('|#|')[1]
    expect(JSON.stringify(await messagesOf(id))).not.toContain('correct horse')
  })

  test('the same submission again is answered, another one is a conflict, and the call is made once', async () => {
    const { body: first } = await begin()
    const before = calls
    const answers = await Promise.all([next(first, inputs), next(first, inputs)])
    expect(answers.map((answer) => [answer.status, answer.body.status])).toEqual([
      [200, 'completed'],
      [200, 'completed'],
    ])
    expect(calls - before).toBe(1)
    expect((await next(first, { ...inputs, email: 'other@example.com' })).status).not.toBe(500)
  })

  test('a repeated last submission is answered with its output, another one for the same step is refused', async () => {
    const { body: first } = await begin()
    const done = await next(first, inputs)
    expect((await next(first, inputs)).body).toMatchObject({ status: 'completed', output: done.body.output })
    expect((await next(first, { ...inputs, email: 'other@example.com' })).status).toBe(409)
    const elsewhere = { ...first, executionId: first.executionId.replace('sign-in', 'other') }
    expect((await next(elsewhere, inputs)).status).toBe(404)
  })

  test.each(['p', 'type', '1', '200', 'body', 'statusCode', 'number'])(
    'a password that reads %s breaks nothing',
    async (password) => {
      const { body: first } = await begin()
      const { body } = await next(first, { ...inputs, password })
      expect(body).toMatchObject({ status: 'completed', output: { plan: 'pro' } })
    },
  )

  test('refuses a button that is not there, and a foreign execution looks like none', async () => {
    const { body: first } = await begin()
    const unknown = await project.post('/v1/flow/next', { ...first, interactionId: 'nope', input: {} })
    expect(unknown.status).toBe(400)
    const foreign = await next(first, { ...inputs, isAdmin: true })
    expect(foreign).toMatchObject({ status: 400, body: { errorCode: 'E103008' } })
    const long = await next(first, { ...inputs, email: `${'x'.repeat(20_000)}@example.com` })
    expect(long.body).toMatchObject({
      status: 'waiting',
      screen: { view: { fieldErrors: { email: expect.stringContaining('at most 10,000') } } },
    })
    // Nothing of it has harmed the execution, and what Descope's web component adds is no foreign field.
    const done = await next(long.body, { ...inputs, origin: 'https://app.example.com' })
    expect(done.body).toMatchObject({ status: 'completed' })
    const other = await makeProject()
    expect(
      (
        await other.post('/v1/flow/next', {
          executionId: first.executionId,
          stepId: first.stepId,
          interactionId: 'submit',
        })
      ).status,
    ).toBe(404)
  })

  test('a first screen that was filled in beforehand is submitted with the start', async () => {
    const { body } = await project.post('/v1/flow/start', { flowId: 'sign-in', interactionId: 'submit', input: inputs })
    expect(body).toMatchObject({ status: 'completed' })
  })

  test('an execution whose process died goes on: its unknown call to the error event, its screen after 24 hours ends', async () => {
    const { projectId } = project
    const { body: first } = await begin()
    const id: string = first.executionId.split('|#|')[1]
    await db().execution.update({ where: { projectId_id: { projectId, id } }, data: { expiresAt: new Date(0) } })
    expect(await recoverExecutions()).toBe(1)
    const row = await db().execution.findUniqueOrThrow({ where: { projectId_id: { projectId, id } } })
    expect(row).toMatchObject({ status: 'failed', error: { code: 'expired' } })
    expect((await next(first, inputs)).body).toMatchObject({ status: 'failed' })
  })

  test('one that cannot be read any more ends failed, and does not come up again', async () => {
    const { projectId } = project
    const { body: first } = await begin()
    const id: string = first.executionId.split('|#|')[1]
    const where = { projectId_id: { projectId, id } }
    const { stateSealed } = await db().execution.findUniqueOrThrow({ where })
    const altered = Buffer.from(stateSealed ?? [])
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1
    await db().execution.update({ where, data: { expiresAt: new Date(0), stateSealed: altered } })
    await recoverExecutions()
    const row = await db().execution.findUniqueOrThrow({ where })
    expect(row).toMatchObject({ status: 'failed', error: { code: 'unreadable' } })
    expect((await messagesOf(id)).at(-1)).toMatchObject({ type: 'failed', number: 4 })
  })
})
