import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { apiExport, sdkExport } from '@/lib/flow/descope/testing/exports'
import { stepDefinitions } from '@/lib/steps/definitions'
import { makeProject, startThirdParty } from '../testing/project'

// The published SDK, unmodified, against the API as it is served.
let project: Awaited<ReturnType<typeof makeProject>>
let sdk: ReturnType<typeof DescopeClient>
let slow: Awaited<ReturnType<typeof startThirdParty>>
/** The third party answers only then, whether it was asked before or after. */
const released = Promise.withResolvers<void>()

beforeAll(async () => {
  slow = await startThirdParty((_request, response) => {
    released.promise.then(() => response.end('{"ok":true}'))
  })
})
beforeEach(async () => {
  project = await makeProject()
  const api = await startThirdParty(getRequestListener(project.api.fetch))
  sdk = DescopeClient({ projectId: project.projectId, managementKey: project.key, baseUrl: api.url })
  await project.publish('greet', 'management', {
    start: { kind: 'start', next: { default: 'end' } },
    end: {
      ...stepDefinitions.end.create(),
      outputs: [{ key: 'greeting', type: 'string', value: 'Hello {{client.name}}' }],
    },
  })
  return () => api.close()
})
afterAll(async () => {
  await slow.close()
  await closeDatabase()
})

const audited = async () =>
  (await db().auditEvent.findMany({ where: { projectId: project.projectId }, orderBy: { at: 'asc' } })).map(
    ({ action, actorType, targetId, before, data }) => ({ action, actorType, targetId, before, data }),
  )

describe('flow.list, export, import, delete', () => {
  test('carries a flow over and back, byte for byte, and audits it', async () => {
    expect((await sdk.management.flow.list()).data).toEqual({
      flows: [{ id: 'greet', name: 'greet', description: '', disabled: false }],
      total: 1,
    })
    const { data } = await sdk.management.flow.export('greet')
    expect(data).toMatchObject({
      flow: { id: 'greet', disabled: false, dsl: { format: 'patchbay/flow@1' } },
      screens: [],
    })
    if (!data) throw new Error('nothing was exported')

    const changed = { ...data.flow, name: 'Greet them', description: 'Says hello.' }
    const replaced = await sdk.management.flow.import('greet', changed, data.screens)
    expect(replaced.data?.flow).toMatchObject({ id: 'greet', name: 'Greet them', description: 'Says hello.' })
    expect(replaced.data?.flow.etag).not.toBe(data.flow.etag)
    const made = await sdk.management.flow.import('greet-2', { ...data.flow, name: 'Greet too' })
    expect(made.data?.flow).toMatchObject({ id: 'greet-2', dsl: { id: 'greet-2', name: 'Greet too' } })

    const again = await sdk.management.flow.import('greet', data.flow, data.screens)
    expect(JSON.stringify(again.data)).toBe(JSON.stringify(data))
    expect(await sdk.management.flow.delete(['greet-2', 'never-was'])).toMatchObject({ ok: true })
    expect((await sdk.management.flow.list()).data?.total).toBe(1)
    expect(await audited()).toMatchObject([
      { action: 'flow.import', actorType: 'key', targetId: 'greet', data: { replaced: true } },
      { action: 'flow.import', targetId: 'greet-2', data: { replaced: false } },
      { action: 'flow.import', targetId: 'greet' },
      { action: 'flow.delete', targetId: 'greet-2', before: { name: 'Greet too' } },
    ])
  })

  test('leaves what is live alone until it is asked to publish', async () => {
    const { data } = await sdk.management.flow.export('greet')
    const dsl = structuredClone(data?.flow.dsl)
    dsl.steps.end.outputs[0].value = 'Bye {{client.name}}'
    const flow = { ...data?.flow, dsl }
    const bearer = `${project.projectId}:${project.key}`
    expect((await project.post('/v1/mgmt/flow/import', { flowId: 'greet', flow }, bearer)).status).toBe(200)
    expect((await sdk.management.flow.run('greet', { input: { name: 'Ada' } })).data).toEqual({ greeting: 'Hello Ada' })
    const published = await project.post('/v1/mgmt/flow/import', { flowId: 'greet', flow, publish: true }, bearer)
    expect(published.status).toBe(200)
    expect((await sdk.management.flow.run('greet', { input: { name: 'Ada' } })).data).toEqual({ greeting: 'Bye Ada' })
  })

  test('refuses what is no flow, with its places, and changes nothing', async () => {
    const { data } = await sdk.management.flow.export('greet')
    const dsl = { ...data?.flow.dsl, stepz: {} }
    const flow = { id: 'greet', name: 'greet', disabled: false, dsl }
    const refused = await sdk.management.flow.import('greet', flow)
    expect(refused).toMatchObject({ ok: false, code: 400 })
    expect(JSON.stringify(refused.error)).toContain('stepz')
    expect(await sdk.management.flow.import('greet', { ...flow, dsl: null })).toMatchObject({ ok: false, code: 400 })
    expect(await sdk.management.flow.export('nope')).toMatchObject({ ok: false, code: 404 })
    expect((await sdk.management.flow.export('greet')).data).toEqual(data)
    expect(await audited()).toEqual([])
  })

  test('answers /v2 with one object that may be sent back as it is', async () => {
    const bearer = `${project.projectId}:${project.key}`
    const { body } = await project.post('/v2/mgmt/flow/export', { flowId: 'greet' }, bearer)
    expect(body.flow).toMatchObject({ flowId: 'greet', dsl: { id: 'greet' }, screens: [] })
    expect((await project.post('/v2/mgmt/flow/import', { flow: body.flow }, bearer)).body).toEqual(body)
    const other = { flow: { ...body.flow, flowId: 'other', name: 'Other' } }
    expect((await project.post('/v2/mgmt/flow/import', other, bearer)).body.flow.id).toBe('other')
  })
})

describe('flow.run for a tenant', () => {
  const publish = () =>
    project.publish('whose', 'management', {
      start: { kind: 'start', next: { default: 'end' } },
      end: {
        ...stepDefinitions.end.create(),
        outputs: [
          { key: 'tenant', type: 'string', value: '{{tenant.id}}, {{tenant.name}}' },
          { key: 'plan', type: 'string', value: '{{tenant.customAttributes.plan}}' },
        ],
      },
    })

  test('reads it as tenant.*, nested, at the top and in the background', async () => {
    await publish()
    await sdk.management.tenant.createWithId('acme', 'Acme', undefined, { plan: 'pro' })
    await sdk.management.tenant.createWithId('globex', 'Globex')
    const acme = { tenant: 'acme, Acme', plan: 'pro' }
    const bearer = `${project.projectId}:${project.key}`
    expect((await sdk.management.flow.run('whose', { tenant: 'acme' })).data).toEqual(acme)
    const atTop = await project.post('/v1/mgmt/flow/run', { flowId: 'whose', tenant: 'acme', input: null }, bearer)
    expect(atTop.body.output).toEqual(acme)
    const { body } = await project.post('/v1/mgmt/flow/async/run', { flowId: 'whose', tenant: 'acme' }, bearer)
    const result = () => project.post('/v1/mgmt/flow/async/result', { executionId: body.executionId }, bearer)
    await expect.poll(async () => (await result()).body.output).toEqual(acme)
    // Go sends what is not set as an empty text.
    const without = await project.post('/v1/mgmt/flow/run', { flowId: 'whose', options: { tenant: '' } }, bearer)
    expect(without.body.output).toEqual({ tenant: ', ', plan: null })
  })

  test('is refused for a tenant that is not there, and tells two apart by an idempotency key', async () => {
    await publish()
    await sdk.management.tenant.createWithId('acme', 'Acme')
    expect(await sdk.management.flow.run('whose', { tenant: 'nowhere' })).toMatchObject({
      ok: false,
      code: 404,
      error: { errorCode: 'E074102' },
    })
    const bearer = `${project.projectId}:${project.key}`
    const run = (tenant: string | null) =>
      project.post('/v1/mgmt/flow/run', { flowId: 'whose', tenant }, bearer, { 'idempotency-key': 'once' })
    expect((await run('acme')).status).toBe(200)
    expect((await run('acme')).status).toBe(200)
    expect((await run(null)).status).toBe(409)
    expect(await db().execution.count({ where: { projectId: project.projectId } })).toBe(1)
  })
})

describe('an export of Descope', () => {
  test('is converted with a report, and its connectors are found by name', async () => {
    const bearer = `${project.projectId}:${project.key}`
    const whole = await project.post('/v2/mgmt/flow/import', { flow: apiExport }, bearer)
    expect(whole.body).toMatchObject({ flow: { id: 'sign-in' }, report: { notes: [] } })
    expect(whole.body.flow.dsl.steps['ask-the-crm'].connector).toBe('')
    expect(JSON.stringify(whole.body.report)).toContain('no connector named “Acme CRM”')
    await project.addConnector(slow.url, { name: 'Acme CRM' })
    const { flow, screens } = sdkExport
    const answer = await sdk.management.flow.import('sign-in-2', { ...flow, name: 'Second' }, screens)
    expect(answer.data).toMatchObject({
      flow: {
        id: 'sign-in-2',
        name: 'Second',
        dsl: { format: 'patchbay/flow@1', steps: { welcome: { kind: 'screen' } } },
      },
      report: {
        entries: expect.arrayContaining([expect.objectContaining({ name: 'Passkey', mapping: 'placeholder' })]),
      },
    })
  })

  test('that has no steps is refused', async () => {
    const empty = { ...sdkExport.flow, dsl: { tasks: {} } }
    expect(await sdk.management.flow.import('sign-in', empty)).toMatchObject({
      ok: false,
      code: 400,
      error: { fields: { file: 'The export has no steps.' } },
    })
  })
})

describe('flow/async', () => {
  const bearer = () => `${project.projectId}:${project.key}`
  const ask = (executionId: string) => project.post('/v1/mgmt/flow/async/result', { executionId }, bearer())

  test('answers an id at once and the outputs later', async () => {
    const connector = await project.addConnector(slow.url)
    await project.publish('wait', 'management', {
      start: { kind: 'start', next: { default: 'call' } },
      call: { ...stepDefinitions.connector.create(), connector, contextKey: 'call', next: { success: 'end' } },
      end: {
        ...stepDefinitions.end.create(),
        outputs: [{ key: 'ok', type: 'boolean', value: '{{connectors.call.ok}}' }],
      },
    })
    const { body } = await project.post('/v1/mgmt/flow/async/run', { flowId: 'wait' }, bearer())
    const { executionId } = body
    expect((await ask(executionId)).body).toEqual({ executionId, status: 'running' })
    released.resolve()
    await expect
      .poll(async () => (await ask(executionId)).body)
      .toEqual({ executionId, status: 'completed', output: { ok: true } })
    const another = await makeProject()
    const foreign = await another.post(
      '/v1/mgmt/flow/async/result',
      { executionId },
      `${another.projectId}:${another.key}`,
    )
    expect(foreign.status).toBe(404)
  })

  test('refuses at once what cannot run, and does not tell of executions that were started otherwise', async () => {
    expect((await project.post('/v1/mgmt/flow/async/run', { flowId: 'nope' }, bearer())).status).toBe(404)
    const { body } = await project.post('/v1/mgmt/flow/run', { flowId: 'greet' }, bearer())
    expect((await ask(body.executionId)).status).toBe(404)
  })
})
