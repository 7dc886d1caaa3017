import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, db } from '../../db'
import { emptyFlow, type FlowDocument } from '../../flow/schema'
import { newId, newProjectId } from '../../id'
import { DomainError } from '../../result'
import { publishFlow } from '../publish/service'
import { getFlow } from '../queries'
import { createFlow, saveDraft } from '../service'
import * as queries from './queries'
import * as service from './service'

let projectId = ''
let otherId = ''
const flowId = 'flow'

afterAll(() => closeDatabase())

beforeEach(async () => {
  projectId = newProjectId()
  otherId = newProjectId()
  await db().project.createMany({ data: [projectId, otherId].map((id) => ({ id, name: id })) })
  await createFlow(projectId, { id: flowId, name: 'Flow', kind: 'interactive' }, null)
})

describe('the history of a flow', () => {
  it('is empty at first, and newest first later, with notes, authors and what is live', async () => {
    expect(await queries.listVersions(projectId, { flowId })).toEqual({
      versions: [],
      latest: 0,
      live: null,
      nextBelow: null,
    })
    const operator = await db().operator.create({ data: { id: newId(), name: 'Ada', email: `${newId()}@example.com` } })
    await publish('one', operator.id, 'First')
    await publish('two', 'somebody-gone')
    expect(await queries.listVersions(projectId, { flowId })).toEqual({
      versions: [
        { number: 2, note: '', author: null, createdAt: expect.any(String) },
        { number: 1, note: 'First', author: 'Ada', createdAt: expect.any(String) },
      ],
      latest: 2,
      live: 2,
      nextBelow: null,
    })
    expect(await queries.getVersion(projectId, { flowId, number: 1 })).toMatchObject({
      number: 1,
      document: { description: 'one' },
    })
  })

  it('is read page by page', async () => {
    const count = 1_000
    await db().flowVersion.createMany({
      data: Array.from({ length: count }, (_, at) => ({ projectId, flowId, number: at + 1, snapshotHash: 'h' })),
    })
    const seen: number[] = []
    let below: number | null | undefined
    do {
      const page = await queries.listVersions(projectId, { flowId, below: below ?? undefined })
      seen.push(...page.versions.map(({ number }) => number))
      expect(page.latest).toBe(count)
      below = page.nextBelow
    } while (below !== null)
    expect(seen).toEqual(Array.from({ length: count }, (_, at) => count - at))
  })

  it('tells which version holds the draft', async () => {
    await publish('one')
    await publish('two')
    expect(await queries.findVersionOfDraft(projectId, flowId)).toBe(2)
    await draft('three')
    expect(await queries.findVersionOfDraft(projectId, flowId)).toBeNull()
    await draft('one')
    expect(await queries.findVersionOfDraft(projectId, flowId)).toBe(1)
  })
})

describe('the note of a version', () => {
  it('can be changed, and nothing else with it', async () => {
    await publish('one', null, 'Frist')
    const before = await queries.getVersion(projectId, { flowId, number: 1 })
    await service.setVersionNote(projectId, { flowId, number: 1, note: 'First' })
    expect(await queries.getVersion(projectId, { flowId, number: 1 })).toEqual({ ...before, note: 'First' })
    expect(await queries.findAuditedVersion(projectId, { flowId, number: 1 })).toEqual({ number: 1, note: 'First' })
    expect(await refusal(service.setVersionNote(projectId, { flowId, number: 1, note: '\u0000' }))).toMatchObject({
      fields: { note: expect.any(String) },
    })
  })
})

describe('making an older version live', () => {
  it('leaves the draft alone, and the next publish gets a new number', async () => {
    await publish('one')
    await publish('two')
    await service.makeVersionLive(projectId, { flowId, number: 1 })
    expect(await getFlow(projectId, flowId)).toMatchObject({ liveVersion: 1, draft: { description: 'two' } })
    expect(await refusal(service.makeVersionLive(projectId, { flowId, number: 1 }))).toMatchObject({ code: 'invalid' })
    await draft('one')
    const { draftRevision } = await getFlow(projectId, flowId)
    const again = publishFlow(projectId, { flowId, revision: draftRevision, note: '' }, null)
    expect(await refusal(again)).toMatchObject({ code: 'invalid', message: expect.stringContaining('Version 1') })
    expect(await publish('three')).toEqual({ number: 3 })
  })

  it('refuses one whose connector is gone', async () => {
    await db().connector.create({ data: { projectId, id: 'c1', name: 'CRM', type: 'http', config: {} } })
    await publishDocument(calling('c1'))
    await publish('without')
    await db().connector.delete({ where: { projectId_id: { projectId, id: 'c1' } } })
    expect(await refusal(service.makeVersionLive(projectId, { flowId, number: 1 }))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('Call: '),
    })
    expect((await getFlow(projectId, flowId)).liveVersion).toBe(2)
  })
})

it("another project's versions look like none", async () => {
  await publish('one')
  const calls = [
    () => queries.listVersions(otherId, { flowId }),
    () => queries.getVersion(otherId, { flowId, number: 1 }),
    () => queries.getVersion(projectId, { flowId, number: 2 }),
    () => queries.findVersionOfDraft(otherId, flowId),
    () => service.setVersionNote(otherId, { flowId, number: 1, note: 'x' }),
    () => service.makeVersionLive(otherId, { flowId, number: 1 }),
  ]
  for (const call of calls) expect(await refusal(call())).toMatchObject({ code: 'notFound' })
})

function whole(description: string): FlowDocument {
  return {
    ...emptyFlow(flowId, 'Flow', 'interactive'),
    description,
    steps: {
      start: { kind: 'start', next: { default: 'done' } },
      done: { kind: 'end', name: 'Done', next: {}, result: 'success', outputs: [], returnTokenWithoutUser: false },
    },
  }
}

function calling(connector: string): FlowDocument {
  const document = whole('calls')
  return {
    ...document,
    steps: {
      ...document.steps,
      start: { kind: 'start', next: { default: 'call' } },
      call: {
        kind: 'connector',
        name: 'Call',
        connector,
        action: 'GET',
        endpoint: '/customers',
        timeoutSeconds: 10,
        async: false,
        contextKey: 'call',
        errorHandling: { httpError: { mode: 'automatic' }, connectorExecution: { mode: 'automatic' } },
        next: { success: 'done' },
      },
    },
  }
}

async function draft(description: string): Promise<void> {
  await saveDraft(projectId, { flowId, revision: 1, document: whole(description), force: true }, null)
}

async function publish(description: string, author: string | null = null, note = '') {
  return await publishDocument(whole(description), author, note)
}

async function publishDocument(document: FlowDocument, author: string | null = null, note = '') {
  const { revision } = await saveDraft(projectId, { flowId, revision: 1, document, force: true }, author)
  return await publishFlow(projectId, { flowId, revision, note }, author)
}

async function refusal(work: Promise<unknown>): Promise<DomainError> {
  try {
    await work
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('It was not refused.')
}
