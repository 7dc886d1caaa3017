import { beforeEach, describe, expect, test } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import { listAuditActions, listAuditEvents, readAuditEvents } from './queries'
import { recordAudit } from './service'
import { type AuditActor, toChanges } from './types'

const ana: AuditActor = { type: 'operator', id: 'o1', name: 'Ana', ipAddress: '203.0.113.7' }
let projectId: string

beforeEach(async () => {
  projectId = (await createProject('Audited')).id
})

/** Events a second apart, the newest last. */
async function fill(count: number) {
  const begin = Date.now() - count * 1_000
  await db().auditEvent.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      projectId,
      id: newId(),
      at: new Date(begin + index * 1_000),
      actorType: index % 2 === 0 ? 'operator' : 'key',
      actorId: `actor${index % 2}`,
      actorName: index % 2 === 0 ? 'Ana' : 'CI',
      action: `flow.${index}`,
    })),
  })
}

describe('recordAudit', () => {
  test('keeps only the fields that differ, and nothing on the side where there was nothing', async () => {
    await recordAudit(ana, projectId, {
      action: 'thing.update',
      before: { name: 'a', list: [1], same: { deep: 1 } },
      after: { name: 'b', same: { deep: 1 }, added: true },
    })
    await recordAudit(ana, projectId, { action: 'thing.create', before: null, after: { name: 'b' } })
    const { events } = await listAuditEvents(projectId, {})
    expect(events.map(toChanges)).toEqual([
      [{ field: 'name', after: 'b' }],
      [
        { field: 'added', after: true },
        { field: 'list', before: [1] },
        { field: 'name', before: 'a', after: 'b' },
      ],
    ])
    expect(events[0]?.actor).toEqual(ana)
  })

  test('one line for a while of the same work, another for somebody else or something else', async () => {
    const edit = (actor: AuditActor, targetId: string) =>
      recordAudit(actor, projectId, { action: 'flow.edit', targetId, mergeMinutes: 10 })
    await edit(ana, 'f1')
    await edit(ana, 'f1')
    await edit(ana, 'f2')
    await edit({ ...ana, id: 'o2' }, 'f1')
    expect((await listAuditEvents(projectId, {})).events).toHaveLength(3)
    await db().auditEvent.updateMany({ where: { projectId }, data: { at: new Date(Date.now() - 11 * 60_000) } })
    await edit(ana, 'f1')
    expect((await listAuditEvents(projectId, {})).events).toHaveLength(4)
  })

  test('joins what the saves of one line have changed, and leaves out what was taken back', async () => {
    const save = (before: JsonObject, after: JsonObject) =>
      recordAudit(ana, projectId, { action: 'flow.edit', targetId: 'f1', before, after, mergeMinutes: 10 })
    await save({ name: 'A', ask: '1', end: '1' }, { name: 'B', ask: '1', end: '1', call: '1' })
    await save({ name: 'B', ask: '1', end: '1', call: '1' }, { name: 'B', ask: '2', call: '2' })
    await save({ name: 'B', ask: '2', call: '2' }, { name: 'A', ask: '3', call: '2' })
    const [event, ...others] = (await listAuditEvents(projectId, {})).events
    expect(others).toEqual([])
    expect(event).toMatchObject({ before: { ask: '1', end: '1' }, after: { ask: '3', call: '2' } })
    expect(event?.before).not.toHaveProperty('name')
  })
})

describe('listAuditEvents', () => {
  test('pages there and back again without losing or repeating a line', async () => {
    await fill(120)
    const first = await listAuditEvents(projectId, {})
    const second = await listAuditEvents(projectId, {}, first.nextCursor ?? '')
    const third = await listAuditEvents(projectId, {}, second.nextCursor ?? '')
    const seen = [...first.events, ...second.events, ...third.events].map(({ action }) => action)
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `flow.${119 - index}`))
    expect([first.previousCursor, third.nextCursor]).toEqual([null, null])
    const back = await listAuditEvents(projectId, {}, third.previousCursor ?? '')
    expect(back.events).toEqual(second.events)
  })

  test('narrows by who, what, when and text, and tells another project nothing', async () => {
    await fill(10)
    const at = (index: number) => new Date(Date.now() - (10 - index) * 1_000 - 500).toISOString()
    const count = async (filter: object) => (await listAuditEvents(projectId, filter)).events.length
    expect(await count({ actor: 'key' })).toBe(5)
    expect(await count({ action: 'flow.3' })).toBe(1)
    expect(await count({ text: 'ci' })).toBe(5)
    expect(await count({ text: 'actor0' })).toBe(5)
    expect(await count({ from: at(2), to: at(5) })).toBe(3)
    const other = (await createProject('Other')).id
    expect((await listAuditEvents(other, {})).events).toEqual([])
    expect(await listAuditActions(other)).toEqual([])
    expect(await listAuditActions(projectId)).toHaveLength(10)
  })
})

test('readAuditEvents gives every line once, a thousand at a time', async () => {
  await fill(2_300)
  const sizes: number[] = []
  const seen = new Set<string>()
  for await (const events of readAuditEvents(projectId, {})) {
    sizes.push(events.length)
    for (const { id } of events) seen.add(id)
  }
  expect(sizes).toEqual([1_000, 1_000, 300])
  expect(seen.size).toBe(2_300)
})
