import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { publishFlow } from '@/lib/flow-catalog/publish/service'
import { getFlow } from '@/lib/flow-catalog/queries'
import { createFlow, saveDraft } from '@/lib/flow-catalog/service'
import { newId } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import { Browser, consent } from '@/lib/outbound/testing/browser'
import { type ConnectWorld, startConnectWorld } from '@/lib/outbound/testing/connect-world'
import { listTokenEvents } from '@/lib/outbound/tokens/details/queries'
import { listTokens } from '@/lib/outbound/tokens/list/queries'
import { actionStepSchema } from '@/lib/steps/action/schema'
import { createActionStep } from '@/lib/steps/action/types/registry'
import type { Step } from '@/lib/steps/schemas'
import { recoverExecutions } from '../../recovery'
import type { FlowReply } from '../../types'

// Ada's page, her browser's window, Patchbay and the sandbox's provider, each over real HTTP.
let world: ConnectWorld

beforeAll(async () => {
  world = await startConnectWorld()
})
afterAll(async () => {
  await closeEgress()
  await world.close()
  await closeDatabase()
})

const end = (name: string, outputs: Record<string, string> = {}): Step => ({
  kind: 'end',
  name,
  next: {},
  result: 'success',
  outputs: Object.entries(outputs).map(([key, value]) => ({ key, type: 'json', value })),
  returnTokenWithoutUser: true,
})

/** A flow in which Ada connects `acme`, or one that is not said, with errors that go back to the screen. */
async function publish(app = 'acme'): Promise<string> {
  const { projectId } = world
  const flowId = `connect-${newId(6)}`
  const load = createActionStep('load-user')
  const connect = createActionStep('outbound-app-connect')
  const steps: Record<string, Step> = {
    start: { kind: 'start', next: { default: 'load' } },
    load: actionStepSchema.parse({ ...load, settings: { loginId: '{{client.userId}}' }, next: { success: 'ask' } }),
    ask: {
      kind: 'screen',
      name: 'Ask',
      components: [{ type: 'error' }, { type: 'outbound-app-button', id: 'connect', text: 'Connect', app }],
      next: { connect: 'connect' },
    },
    connect: actionStepSchema.parse({
      ...connect,
      errorHandling: { outboundAppConnect: { mode: app === '' ? 'automatic' : 'custom' } },
      next: { success: 'done', ...(app === '' ? {} : { outboundAppConnect: 'failed' }) },
    }),
    ...(app === '' ? {} : { failed: end('Failed', { code: '{{lastError.code}}' }) }),
    done: end('Done', { acme: '{{outboundApps.acme}}' }),
  }
  await createFlow(projectId, { id: flowId, name: flowId, kind: 'interactive' }, null)
  const { draft, draftRevision } = await getFlow(projectId, flowId)
  const document = { ...draft, steps }
  const { revision } = await saveDraft(projectId, { flowId, revision: draftRevision, document, force: false }, null)
  await publishFlow(projectId, { flowId, revision, note: '' }, null)
  return flowId
}

async function post(path: string, body: object): Promise<{ status: number; reply: FlowReply }> {
  const response = await fetch(`${world.url}/v1/flow/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.projectId}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, reply: await response.json() }
}

async function begin(options: JsonObject = {}): Promise<FlowReply> {
  const client = { userId: world.userId }
  return (await post('start', { flowId: await publish(), options: { client, ...options } })).reply
}

const next = ({ executionId, stepId }: FlowReply, interactionId: string, input: JsonObject = {}) =>
  post('next', { executionId, stepId, interactionId, input })

/** The page asks again until it is told something else. */
async function poll(reply: FlowReply): Promise<FlowReply> {
  for (;;) {
    const now = await next(reply, 'polling')
    expect(now.status).toBe(200)
    if (now.reply.action !== 'poll') return now.reply
  }
}

const idOf = ({ executionId }: FlowReply) => executionId.split('|').at(-1) ?? ''
const urlOf = (reply: FlowReply) => reply.redirect?.url ?? ''

/** Ada's way in the window: to the provider, its sign-in, its consent, and back. */
async function walk(reply: FlowReply, answer: 'allow' | 'deny' = 'allow') {
  const browser = new Browser()
  const page = await browser.open(urlOf(reply))
  if (answer === 'allow') return await consent(browser, page)
  return await browser.press(await browser.press(page, { account: 'ada' }), { deny: '1' })
}

describe('a step that connects an account', () => {
  it('waits while the person is at the provider, and goes on by itself', async () => {
    const screen = await begin()
    expect(screen.screen.view?.connects).toEqual({
      connect: { opensWindow: true, app: { id: 'acme', name: 'Acme', logo: '' } },
    })
    const { reply } = await next(screen, 'connect')
    expect(reply).toMatchObject({
      status: 'waiting',
      action: 'redirect',
      connect: { app: { name: 'Acme' }, owner: 'user' },
    })
    expect(reply.screen).toEqual({ id: '', state: {} })
    // As long as its link and then its state may live.
    const minutes = (Date.parse(reply.connect?.expiresAt ?? '') - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(19)
    expect(minutes).toBeLessThanOrEqual(20)
    const asked = await next(reply, 'polling')
    expect(asked.reply).toMatchObject({ status: 'waiting', action: 'poll' })
    expect(asked.reply.redirect).toBeUndefined()

    const ended = await walk(reply)
    expect(ended.text).toContain('Acme is connected')
    const done = await poll(reply)
    expect(done).toMatchObject({
      status: 'completed',
      output: { acme: { granted: true } },
      authInfo: { sessionJwt: /./ },
    })
    // Of the whole way: the exchange is told, and no token.
    const where = { projectId: world.projectId, executionId: idOf(reply) }
    const messages = await db().runnerMessage.findMany({ where, orderBy: { number: 'asc' } })
    expect(messages.map(({ type }) => type)).toEqual(expect.arrayContaining(['connecting', 'exchange', 'action']))
    const token = await db().outboundToken.findFirst({ where: { projectId: world.projectId, appId: 'acme' } })
    expect(token).toMatchObject({ level: 'user', userId: world.userId, grantedBy: world.userId })
    const [listed] = (await listTokens(world.projectId, { appId: 'acme' })).tokens
    expect(listed?.granter).toMatchObject({ id: world.userId })
    const [issued] = (await listTokenEvents(world.projectId, token?.id ?? '')).events
    expect(issued).toMatchObject({ type: 'issued', actor: { type: 'flow', name: expect.stringMatching(/^connect-/) } })
    expect(JSON.stringify(messages)).not.toContain('ticket')
  })

  it('takes a refusal, a cancel and another attempt', async () => {
    const refused = (await next(await begin(), 'connect')).reply
    await walk(refused, 'deny')
    expect(await poll(refused)).toMatchObject({ status: 'completed', output: { code: 'refused' } })

    const first = (await next(await begin(), 'connect')).reply
    const again = (await next(first, 'retry', { connectId: first.connect?.id ?? '' })).reply
    expect(again.stepId).toBe(first.stepId)
    expect(urlOf(again)).not.toBe(urlOf(first))
    // A window of the first attempt that was forgotten.
    expect((await new Browser().open(urlOf(first))).status).toBe(400)
    expect((await next(first, 'cancel', { connectId: first.connect?.id ?? '' })).status).toBe(409)
    const given = await next(again, 'cancel', { connectId: again.connect?.id ?? '' })
    expect(given.reply).toMatchObject({ status: 'completed', output: { code: 'refused' } })
    // The same again, because the answer was lost.
    const repeated = await next(again, 'cancel', { connectId: again.connect?.id ?? '' })
    expect(repeated.reply).toMatchObject({ status: 'completed', output: { code: 'refused' } })
  })

  it('tells the person that it cannot be done, and operators why', async () => {
    const flowId = await publish('')
    const { reply } = await post('start', { flowId, options: { client: { userId: world.userId } } })
    const told = JSON.stringify((await next(reply, 'connect')).reply)
    expect(told).toContain('This account cannot be connected now.')
    expect(told).not.toContain('outboundAppId')
    const where = { projectId: world.projectId, executionId: idOf(reply), type: 'action' }
    const messages = JSON.stringify(await db().runnerMessage.findMany({ where }))
    expect(messages).toContain('give outboundAppId at the start of the flow')
  })

  it('ends when its time is over, with nobody there', async () => {
    const { reply } = await next(await begin(), 'connect')
    const { projectId } = world
    const id = idOf(reply)
    const row = await db().execution.findUniqueOrThrow({ where: { projectId_id: { projectId, id } } })
    expect(row.expiresAt?.getTime()).toBeLessThan(Date.now() + 20 * 60_000 + 1_000)
    await db().execution.updateMany({ where: { projectId, id }, data: { expiresAt: new Date(0) } })
    await recoverExecutions()
    expect(await poll(reply)).toMatchObject({ status: 'completed', output: { code: 'timedOut' } })
    expect((await new Browser().open(urlOf(reply))).status).toBe(400)
  })

  it('leads a browser that has gone in the same tab back to its page', async () => {
    const page = `${world.url}/elsewhere`
    const { reply } = await next(await begin({ redirectUrl: page }), 'connect')
    // Not allowed: the person is told that they may go back.
    expect((await walk(reply)).text).not.toContain('Go back')
    await db().project.update({
      where: { id: world.projectId },
      data: { settings: { redirectUrls: [page] } },
    })
    const allowed = (await next(await begin({ redirectUrl: page }), 'connect')).reply
    const { text } = await walk(allowed)
    expect(text).toContain(`${page}?descope-login-flow=`)
    expect(text).toContain(`_${allowed.stepId}`)
    // As Descope's component goes on then.
    const back = await next(allowed, 'submit', { exchangeCode: 'x' })
    expect(['poll', 'none']).toContain(back.reply.action)
    expect(await poll(allowed)).toMatchObject({ status: 'completed' })
  })
})
