import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { deleteConnector } from '../connectors/service'
import { closeDatabase, db } from '../db'
import { toFileText } from '../flow/file'
import { emptyFlow, type FlowDocument } from '../flow/schema'
import { newId, newProjectId } from '../id'
import { DomainError } from '../result'
import { publishFlow } from './publish/service'
import {
  countRemains,
  exportFlow,
  FLOWS_PER_PAGE,
  findAuditedDraft,
  getDraft,
  getFlow,
  holdConnectorReferences,
  listFlows,
} from './queries'
import * as service from './service'
import * as snapshots from './snapshots'

let projectId = ''
let otherId = ''

afterAll(() => closeDatabase())

beforeEach(async () => {
  projectId = newProjectId()
  otherId = newProjectId()
  await db().project.createMany({ data: [projectId, otherId].map((id) => ({ id, name: id })) })
})

describe('creating flows', () => {
  it('makes an id from the name and finds a free one', async () => {
    expect(await create('Kündigung & Rückruf')).toEqual({ id: 'kundigung-ruckruf', missing: [] })
    expect(await create('Kundigung Ruckruf')).toEqual({ id: 'kundigung-ruckruf-2', missing: [] })
  })

  it('refuses a taken id and a taken name at their fields', async () => {
    await create('First', 'one')
    expect(await refusal(create('Second', 'one'))).toMatchObject({
      code: 'invalid',
      fields: { id: expect.any(String) },
    })
    const name = await refusal(create('First', 'two'))
    expect(name).toMatchObject({ code: 'invalid', fields: { name: expect.any(String) } })
    expect(name.fields).not.toHaveProperty('id')
  })
})

describe('saving a draft', () => {
  it('refuses one that began from another revision, and says who saved', async () => {
    const { id } = await create('Flow')
    const document = emptyFlow(id, 'Flow', 'interactive')
    expect(await save(id, 1, { ...document, description: 'mine' })).toMatchObject({ revision: 2 })
    const refused = await refusal(save(id, 1, { ...document, description: 'theirs' }))
    expect(refused).toMatchObject({ code: 'conflict', details: { revision: 2 } })
    expect((await getDraft(projectId, id)).document.description).toBe('mine')
    const forced = { flowId: id, revision: 1, document: { ...document, description: 'theirs' }, force: true }
    expect(await service.saveDraft(projectId, forced, null)).toMatchObject({ revision: 3 })
  })

  it('takes the save of what is stored already for that save, not for a conflict', async () => {
    const { id } = await create('Flow')
    const document = { ...emptyFlow(id, 'Flow', 'interactive'), description: 'mine' }
    await save(id, 1, document)
    expect(await save(id, 1, document)).toMatchObject({ revision: 2 })
    expect((await getFlow(projectId, id)).draftRevision).toBe(2)
  })

  it('tells the audit log which step differs, and nothing of its settings', async () => {
    const { id } = await create('Flow')
    const at = () => findAuditedDraft(projectId, id)
    const end = (value: string) => ({
      kind: 'end' as const,
      name: 'Done',
      next: {},
      result: 'success' as const,
      outputs: [{ key: 'plan', type: 'string' as const, value }],
      returnTokenWithoutUser: false,
    })
    const document = emptyFlow(id, 'Flow', 'interactive')
    await save(id, 1, { ...document, steps: { ...document.steps, done: end('typed-by-mistake') } })
    const before = await at()
    await save(id, 2, { ...document, steps: { ...document.steps, done: end('another') } })
    const after = await at()
    expect(before?.['step done']).toMatch(/^Done \([\da-f]{8}\)$/)
    expect({ ...after, 'step done': before?.['step done'] }).toEqual(before)
    expect(after?.['step done']).not.toBe(before?.['step done'])
    expect(JSON.stringify(before)).not.toContain('typed-by-mistake')
    expect(await findAuditedDraft(otherId, id)).toBeNull()
  })

  it('lets exactly one of many that save at once win', async () => {
    const { id } = await create('Flow')
    const saves = Array.from({ length: 8 }, (_, at) =>
      save(id, 1, { ...emptyFlow(id, 'Flow', 'interactive'), description: String(at) }),
    )
    const settled = await Promise.allSettled(saves)
    expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect((await getFlow(projectId, id)).draftRevision).toBe(2)
  })

  it('refuses another id, a taken name and text that the database cannot hold', async () => {
    const { id } = await create('Flow')
    await create('Other')
    const document = emptyFlow(id, 'Flow', 'interactive')
    expect(await refusal(save(id, 1, { ...document, id: 'elsewhere' }))).toMatchObject({ code: 'invalid' })
    expect(await refusal(save(id, 1, { ...document, name: 'Other' }))).toMatchObject({
      fields: { name: expect.any(String) },
    })
    expect(await refusal(save(id, 1, { ...document, description: 'a\u0000b' }))).toMatchObject({ code: 'invalid' })
    expect(await refusal(save(id, 1, { ...document, description: '\ud83d' }))).toMatchObject({ code: 'invalid' })
  })

  it('keeps a refused document as a copy of its own', async () => {
    const { id } = await create('Flow')
    const copy = await service.saveCopy(projectId, emptyFlow(id, 'Flow', 'interactive'), null)
    expect(copy).toEqual({ id: 'flow-2' })
    expect(await getFlow(projectId, copy.id)).toMatchObject({ name: 'Copy of Flow', draft: { id: 'flow-2' } })
    expect(await service.duplicateFlow(projectId, id, null)).toEqual({ id: 'flow-3' })
    expect(await getFlow(projectId, 'flow-3')).toMatchObject({ name: 'Copy of Flow 2' })
  })
})

describe('publishing', () => {
  it('numbers versions and keeps each as it was', async () => {
    const { id } = await create('Flow')
    await save(id, 1, whole(id, 'Flow', 'first'))
    expect(await publish(id, 2)).toEqual({ number: 1 })
    await save(id, 2, whole(id, 'Flow', 'second'))
    expect(await publish(id, 3)).toEqual({ number: 2 })
    const versions = await db().flowVersion.findMany({ where: { projectId, flowId: id }, orderBy: { number: 'asc' } })
    const documents = await Promise.all(
      versions.map((version) => snapshots.loadSnapshot(projectId, version.snapshotHash)),
    )
    expect(documents.map((document) => document?.description)).toEqual(['first', 'second'])
    expect((await getFlow(projectId, id)).liveVersion).toBe(2)
  })

  it('refuses problems, an old revision and a draft that is live already', async () => {
    const { id } = await create('Flow')
    const problems = await refusal(publish(id, 1))
    expect(problems.code).toBe('invalid')
    expect(problems.message).toContain('Start: ')
    await save(id, 1, whole(id, 'Flow'))
    expect(await refusal(publish(id, 1))).toMatchObject({ code: 'conflict' })
    await publish(id, 2)
    expect(await refusal(publish(id, 2))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('Version 1'),
    })
  })

  it('and the deletion of its connector see each other, whichever is first', async () => {
    const { id } = await create('Flow')
    await connector(projectId, 'c1', 'Acme CRM')
    await save(id, 1, calling(id, 'c1'))
    const [publishing, publishedFirst] = await db().$transaction(async (tx) => {
      await tx.connector.delete({ where: { projectId_id: { projectId, id: 'c1' } } })
      const work = outcome(publish(id, 2))
      return [work, await Promise.race([work.then(() => true), pause()])]
    })
    expect(publishedFirst).toBe(false)
    expect(await publishing).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^One problem .*Call: .*not in the project/),
    })

    await connector(projectId, 'c1', 'Acme CRM')
    await save(id, 2, whole(id, 'Flow'))
    const deleting = await db().$transaction(async (tx) => {
      await holdConnectorReferences(projectId, calling(id, 'c1'), tx)
      const work = outcome(deleteConnector(projectId, 'c1'))
      await pause()
      await save(id, 3, calling(id, 'c1'))
      return [work]
    })
    expect(await deleting[0]).toMatchObject({ code: 'inUse' })
  })

  it('gives every version its own number when many publish at once', async () => {
    const { id } = await create('Flow')
    let revision = 1
    const publishing: Promise<DomainError | null>[] = []
    for (let round = 0; round < 6; round += 1) {
      revision = (await save(id, revision, whole(id, 'Flow', String(round)))).revision
      for (let tab = 0; tab < 2; tab += 1) publishing.push(outcome(publish(id, revision)))
    }
    const outcomes = await Promise.all(publishing)
    const versions = await db().flowVersion.findMany({ where: { projectId, flowId: id }, orderBy: { number: 'asc' } })
    expect(versions.map((version) => version.number)).toEqual(versions.map((_, at) => at + 1))
    expect(versions).toHaveLength(outcomes.filter((one) => one === null).length)
    expect((await getFlow(projectId, id)).liveVersion).toBe(versions.length)
  })
})

describe('the list of flows', () => {
  it('tells what is live, what has changed since and what ran in the last day', async () => {
    await create('A draft')
    const { id } = await create('B live')
    await save(id, 1, whole(id, 'B live'))
    await publish(id, 2)
    await execution(id, 'failed')
    await execution(id, 'completed')
    await execution(id, 'completed', new Date(Date.now() - 25 * 3_600_000))
    const { flows, total } = await listFlows(projectId)
    expect(total).toBe(2)
    expect(flows[0]).toMatchObject({ name: 'A draft', liveVersion: null, hasUnpublishedChanges: true, executions: 0 })
    expect(flows[1]).toMatchObject({ liveVersion: 1, hasUnpublishedChanges: false, executions: 2, failures: 1 })
    await save(id, 2, whole(id, 'B live', 'changed'))
    expect((await listFlows(projectId)).flows[1]).toMatchObject({ liveVersion: 1, hasUnpublishedChanges: true })
  })

  it('pages forth and back by name, and searches names and ids', async () => {
    const count = FLOWS_PER_PAGE * 2 + 5
    await db().flow.createMany({
      data: Array.from({ length: count }, (_, at) => {
        const id = `flow-${String(at).padStart(4, '0')}`
        return { projectId, id, name: `Flow ${id} 100%`, kind: 'management' as const, draft: {} }
      }),
    })
    const first = await listFlows(projectId)
    const second = await listFlows(projectId, { cursor: first.nextCursor ?? '' })
    const third = await listFlows(projectId, { cursor: second.nextCursor ?? '' })
    expect([first, second, third].map((page) => page.flows.length)).toEqual([FLOWS_PER_PAGE, FLOWS_PER_PAGE, 5])
    expect([first.previousCursor, third.nextCursor]).toEqual([null, null])
    const back = await listFlows(projectId, { cursor: third.previousCursor ?? '' })
    expect(back.flows).toEqual(second.flows)
    const begin = await listFlows(projectId, { cursor: back.previousCursor ?? '' })
    expect(begin.flows).toEqual(first.flows)
    expect(begin.previousCursor).toBeNull()
    expect((await listFlows(projectId, { search: 'FLOW-0104' })).flows.map((flow) => flow.id)).toEqual(['flow-0104'])
    expect((await listFlows(projectId, { search: '0%' })).total).toBe(count)
    expect((await listFlows(projectId, { search: '1_0' })).total).toBe(0)
    expect((await listFlows(projectId, { cursor: 'nonsense' })).flows).toHaveLength(FLOWS_PER_PAGE)
  })
})

describe('deleting', () => {
  it('takes versions along and cancels what runs or waits', async () => {
    const { id } = await create('Flow')
    await save(id, 1, whole(id, 'Flow'))
    await publish(id, 2)
    const waiting = await execution(id, 'waiting')
    const done = await execution(id, 'completed')
    expect(await countRemains(projectId, id)).toEqual({ versions: 1, liveExecutions: 1 })
    expect(await service.deleteFlow(projectId, id)).toEqual({ cancelled: 1 })
    const rows = await db().execution.findMany({ where: { projectId }, include: { messages: true } })
    expect(rows.find((row) => row.id === done)).toMatchObject({ status: 'completed', revision: 1, messages: [] })
    expect(rows.find((row) => row.id === waiting)).toMatchObject({
      status: 'cancelled',
      revision: 2,
      stateSealed: null,
      messages: [{ number: 1, type: 'cancelled', body: { text: 'The flow was deleted.' } }],
    })
    expect(await refusal(getFlow(projectId, id))).toMatchObject({ code: 'notFound' })
  })
})

describe('files', () => {
  it('exports connectors by name and reads back as the same draft', async () => {
    await connector(projectId, 'c1', 'Acme CRM')
    const { id } = await create('Flow')
    await save(id, 1, withConnector(whole(id, 'Flow'), 'c1'))
    const text = toFileText(await exportFlow(projectId, id))
    expect(text).toContain('"connector": "Acme CRM"')
    await connector(otherId, 'c9', 'Acme CRM')
    const imported = await service.importFlow(otherId, { file: JSON.parse(text) }, null)
    expect(imported).toEqual({ id, revision: 1, report: null })
    expect(toFileText(await exportFlow(otherId, id))).toBe(text)
    expect((await getFlow(otherId, id)).draft.steps.call).toMatchObject({ connector: 'c9' })
  })

  it('says what to do when id or name is taken: replace, or a copy', async () => {
    const { id } = await create('Flow')
    const file = { ...whole(id, 'Flow'), description: 'from a file' }
    expect(await refusal(service.importFlow(projectId, { file }, null))).toMatchObject({
      code: 'conflict',
      details: { flowId: id },
    })
    expect(await service.importFlow(projectId, { file, flowId: id }, null)).toEqual({ id, revision: 2, report: null })
    expect((await getFlow(projectId, id)).description).toBe('from a file')
    expect(await service.importFlow(projectId, { file, asCopy: true }, null)).toMatchObject({
      id: 'flow-2',
      revision: 1,
    })
    expect((await getFlow(projectId, 'flow-2')).name).toBe('Flow 2')
  })

  it('refuses a connector of another project by its name and place', async () => {
    await connector(otherId, 'c9', 'Acme CRM')
    const file = withConnector(whole('flow', 'Flow'), 'Acme CRM')
    expect(await refusal(service.importFlow(projectId, { file }, null))).toMatchObject({
      code: 'invalid',
      fields: { 'steps.call.connector': expect.stringContaining('Acme CRM') },
    })
  })
})

describe('snapshots', () => {
  it('are kept once by content, whatever the order of keys', async () => {
    const document = whole('flow', 'Flow')
    const reordered: FlowDocument = { ...emptyFlow('flow', 'Flow', 'interactive'), ...document }
    const hash = await snapshots.ensureSnapshot(projectId, document)
    expect(await snapshots.ensureSnapshot(projectId, reordered)).toBe(hash)
    expect(await snapshots.loadSnapshot(projectId, hash)).toEqual(document)
    const stored = await snapshots.loadSnapshot(projectId, hash)
    expect(stored && (await snapshots.ensureSnapshot(projectId, stored))).toBe(hash)
    expect(await db().flowSnapshot.count({ where: { projectId } })).toBe(1)
  })
})

describe("another project's flow", () => {
  it('looks like one that does not exist, to every call', async () => {
    const { id } = await create('Flow')
    await save(id, 1, whole(id, 'Flow'))
    await publish(id, 2)
    const [version] = await db().flowVersion.findMany({ where: { projectId } })
    const calls = [
      () => getFlow(otherId, id),
      () => exportFlow(otherId, id),
      () => service.saveDraft(otherId, { flowId: id, revision: 2, document: whole(id, 'Flow'), force: true }, null),
      () => publishFlow(otherId, { flowId: id, revision: 2, note: '' }, null),
      () => service.duplicateFlow(otherId, id, null),
      () => service.setFlowDisabled(otherId, id, true),
      () => service.deleteFlow(otherId, id),
      () => service.importFlow(otherId, { file: whole(id, 'Flow'), flowId: id }, null),
    ]
    for (const call of calls) expect(await refusal(call())).toMatchObject({ code: 'notFound' })
    expect(await snapshots.loadSnapshot(otherId, version?.snapshotHash ?? '')).toBeNull()
    expect(await listFlows(otherId)).toMatchObject({ flows: [], total: 0 })
    expect(await getFlow(projectId, id)).toMatchObject({ disabled: false, draftRevision: 2 })
  })
})

function create(name: string, id?: string): Promise<{ id: string }> {
  return service.createFlow(projectId, { id, name, kind: 'interactive' }, null)
}

function save(flowId: string, revision: number, document: FlowDocument) {
  return service.saveDraft(projectId, { flowId, revision, document }, null)
}

function publish(flowId: string, revision: number) {
  return publishFlow(projectId, { flowId, revision, note: '' }, null)
}

/** A flow without problems. */
function whole(id: string, name: string, description = 'A flow'): FlowDocument {
  return {
    ...emptyFlow(id, name, 'interactive'),
    description,
    steps: {
      start: { kind: 'start', next: { default: 'done' } },
      done: { kind: 'end', name: 'Done', next: {}, result: 'success', outputs: [], returnTokenWithoutUser: false },
    },
  }
}

function withConnector(document: FlowDocument, reference: string): FlowDocument {
  const call: FlowDocument['steps'][string] = {
    kind: 'connector',
    name: 'Call',
    next: {},
    connector: reference,
    action: 'POST',
    endpoint: '/',
    payload: { type: 'json', value: { zebra: 1, apple: [{ b: 1, a: 2 }] } },
    contextKey: 'call',
    errorHandling: { httpError: { mode: 'automatic' }, connectorExecution: { mode: 'automatic' } },
  }
  return { ...document, steps: { ...document.steps, call } }
}

function calling(id: string, reference: string): FlowDocument {
  const document = withConnector(whole(id, 'Flow'), reference)
  const { start, call, ...rest } = document.steps
  if (!start || call?.kind !== 'connector') throw new Error('The flow has no such steps.')
  const steps = {
    ...rest,
    start: { ...start, next: { default: 'call' } },
    call: { ...call, next: { success: 'done' } },
  }
  return { ...document, steps }
}

/** Long enough for a statement that waits for no lock. */
function pause(): Promise<false> {
  return new Promise((done) => setTimeout(() => done(false), 300))
}

async function connector(project: string, id: string, name: string): Promise<void> {
  await db().connector.create({ data: { projectId: project, id, name, type: 'http', config: {} } })
}

async function execution(flowId: string, status: 'waiting' | 'completed' | 'failed', startedAt = new Date()) {
  const id = newId()
  const row = { projectId, id, flowId, flowName: flowId, snapshotHash: '', trigger: 'api', revision: 1 }
  const stateSealed = status === 'waiting' ? new Uint8Array([1]) : null
  await db().execution.create({ data: { ...row, status, stateSealed, startedAt, updatedAt: startedAt } })
  return id
}

async function refusal(call: Promise<unknown>): Promise<DomainError> {
  const refused = await outcome(call)
  if (refused) return refused
  throw new Error('It was not refused.')
}

async function outcome(call: Promise<unknown>): Promise<DomainError | null> {
  try {
    await call
    return null
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}
