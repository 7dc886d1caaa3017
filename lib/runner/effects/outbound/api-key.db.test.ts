import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeProject } from '@/lib/api/testing/project'
import { closeDatabase, db } from '@/lib/db'
import { newId } from '@/lib/id'
import { createTenant } from '@/lib/identity/tenants/service'
import { addToTenant } from '@/lib/identity/users/memberships/service'
import { createUser } from '@/lib/identity/users/service'
import type { JsonObject } from '@/lib/language/json'
import { createApp, deleteApp } from '@/lib/outbound/apps/service'
import { fetchToken } from '@/lib/outbound/tokens/fetch'
import { type ActionName, actionStepSchema } from '@/lib/steps/action/schema'
import { createActionStep } from '@/lib/steps/action/types/registry'
import type { Step } from '@/lib/steps/schemas'
import { exposeSecret } from '@/lib/vault/secret'
import { submitStep } from '../../next'
import { type StartRequest, startExecution } from '../../start'
import type { FlowReply } from '../../types'

const KEY = 'k3y/of+ada=='
let project: Awaited<ReturnType<typeof makeProject>>
let userId: string

beforeAll(async () => {
  project = await makeProject()
  const { projectId } = project
  for (const id of ['keys', 'more-keys'])
    await createApp({ projectId, operatorId: null, app: { type: 'apiKey', id, name: `App ${id} {{client.x}}` } })
  await createTenant(projectId, { id: 'T1', name: 'Tenant' })
})
afterAll(closeDatabase)
beforeEach(async () => {
  userId = (await createUser(project.projectId, { loginIds: [`${newId(8)}@example.com`] })).id
})

const end = (name: string, outputs: Record<string, string> = {}): Step => ({
  kind: 'end',
  name,
  next: {},
  result: 'success',
  outputs: Object.entries(outputs).map(([key, value]) => ({ key, type: 'json', value })),
  returnTokenWithoutUser: false,
})

function steps(action: ActionName, app = 'keys', mode = 'automatic'): Record<string, Step> {
  const load = createActionStep('load-user')
  const tenant = createActionStep('load-tenant')
  const step = createActionStep(action)
  return {
    start: { kind: 'start', next: { default: 'load' } },
    load: actionStepSchema.parse({ ...load, settings: { loginId: '{{client.userId}}' }, next: { success: 'tenant' } }),
    tenant: actionStepSchema.parse({
      ...tenant,
      settings: { tenantId: 'T1', select: false },
      next: { success: 'ask' },
    }),
    ask: {
      kind: 'screen',
      name: 'Ask',
      components: [
        { type: 'error' },
        { type: 'outbound-app-button', id: 'more', text: 'Connect', app: 'more-keys' },
        { type: 'button', id: 'own', text: 'Connect' },
      ],
      next: { more: 'connect', own: 'connect' },
    },
    connect: actionStepSchema.parse({
      ...step,
      settings: { app },
      errorHandling: { outboundAppConnect: { mode } },
      next: { success: 'done', ...(mode === 'custom' ? { outboundAppConnect: 'failed' } : {}) },
    }),
    failed: end('Failed', { code: '{{lastError.code}}' }),
    done: end('Done', { apps: '{{outboundApps}}' }),
  }
}

async function begin(of: Record<string, Step>, request: Partial<StartRequest> = {}): Promise<FlowReply> {
  const flowId = `f${newId(10)}`
  const { failed: _failed, ...without } = of
  const isCustom = JSON.stringify(of).includes('"custom"')
  await project.publish(flowId, 'interactive', isCustom ? of : without)
  return await startExecution({
    projectId: project.projectId,
    flowId,
    version: 'live',
    trigger: 'api',
    startedById: null,
    client: { userId },
    ipAddress: '203.0.113.7',
    watched: true,
    ...request,
  })
}

const press = ({ executionId, stepId }: FlowReply, interactionId: string, input: JsonObject = {}) =>
  submitStep({ projectId: project.projectId, executionId, stepId, interactionId, input, watched: true })

const storedKey = async (appId: string, owner: Parameters<typeof fetchToken>[1]['owner']) => {
  const actor = { type: 'system', id: '', name: '' } as const
  const token = await fetchToken(project.projectId, { appId, owner, scopes: 'latest', actor })
  return exposeSecret(token.accessToken)
}

describe('a step that asks for an API key', () => {
  it('shows a screen of its own, stores the key, and tells it nowhere', async () => {
    const asked = await press(await begin(steps('outbound-app-connect-api-key')), 'own')
    expect(asked).toMatchObject({ status: 'waiting', action: 'screen', screen: { view: { app: { id: 'keys' } } } })
    const { view } = asked.screen
    expect(view?.components).toContainEqual(
      expect.objectContaining({ type: 'api-key', name: 'apiKey', required: true }),
    )
    // A name is shown as it is, and no template of it is resolved.
    expect(view?.components[0]).toEqual({ type: 'heading', text: 'Connect App keys {{client.x}}' })
    const empty = await press(asked, 'submit', { apiKey: ' ' })
    expect(empty).toMatchObject({
      stepId: asked.stepId,
      screen: { view: { fieldErrors: { apiKey: expect.any(String) } } },
    })
    const done = await press(empty, 'submit', { apiKey: KEY })
    expect(done).toMatchObject({ status: 'completed', output: { apps: { keys: { granted: true } } } })
    expect(await storedKey('keys', { level: 'user', userId })).toBe(KEY)
    const { projectId } = project
    const messages = await db().runnerMessage.findMany({ where: { projectId, executionId: done.executionId } })
    const told = JSON.stringify(messages)
    for (const form of [KEY, encodeURIComponent(KEY), btoa(KEY)]) expect(told).not.toContain(form)
    expect(messages.map(({ type }) => type)).toContain('action')
  })

  it('takes the app of the start before that of the button, and that before its own', async () => {
    const of = steps('outbound-app-connect-api-key')
    expect((await press(await begin(of), 'more')).screen.view?.app?.id).toBe('more-keys')
    const given = await begin(of, { outbound: { appId: 'keys' } })
    expect((await press(given, 'more')).screen.view?.app?.id).toBe('keys')
  })

  it('leaves by its error handling when it is cancelled, and says that it cannot be done', async () => {
    const custom = steps('outbound-app-connect-api-key', 'keys', 'custom')
    const cancelled = await press(await press(await begin(custom), 'own'), 'cancel')
    expect(cancelled).toMatchObject({ status: 'completed', output: { code: 'refused' } })
    const of = steps('outbound-app-connect-api-key', '')
    const none = await press(await begin(of), 'own')
    expect(none.screen.view?.error).toBe('This account cannot be connected now.')
  })

  it('keeps that of a tenant apart, for its members alone', async () => {
    const { projectId } = project
    const of = steps('outbound-app-connect-tenant-api-key')
    const stranger = await press(await begin(of), 'own')
    expect(stranger.screen.view?.error).toContain('does not belong to the tenant')
    await addToTenant(projectId, userId, 'T1')
    const done = await press(await press(await begin(of), 'own'), 'submit', { apiKey: 'of-tenant' })
    expect(done.status).toBe('completed')
    expect(await storedKey('keys', { level: 'tenant', tenantId: 'T1' })).toBe('of-tenant')
    await expect(storedKey('keys', { level: 'user', userId })).rejects.toMatchObject({ reason: 'notConnected' })
  })
})

it('an app that flows name is not deleted', async () => {
  await begin(steps('outbound-app-connect-api-key', ''))
  await expect(deleteApp(project.projectId, 'more-keys')).rejects.toMatchObject({ reason: 'inUse' })
  await expect(deleteApp(project.projectId, 'more-keys')).rejects.toThrow(/live version/)
})
