import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import { newId } from '@/lib/id'
import { type AccessKeyPage, listAccessKeys, readAccessKeys } from './queries'

const COUNT = 120
let projectId: string

beforeAll(async () => {
  projectId = (await createProject('Many keys')).id
  await db().accessKey.createMany({
    // Ten each were made in the same millisecond.
    data: Array.from({ length: COUNT }, (_, at) => ({
      projectId,
      id: newId(),
      name: `Key ${at}`,
      secretHash: newId(),
      hint: '',
      tenants: at % 3 === 0 ? [{ tenantId: 'acme', roleNames: [] }] : [],
      createdAt: new Date(1_700_000_000_000 + Math.floor(at / 10)),
    })),
  })
})

afterAll(closeDatabase)

it('are listed page by page, each once, and the same on the way back', async () => {
  const pages: AccessKeyPage[] = []
  let cursor: string | null = null
  do {
    pages.push(await listAccessKeys(projectId, cursor))
    cursor = pages.at(-1)?.nextCursor ?? null
  } while (cursor !== null)
  const ids = pages.map(({ keys }) => keys.map(({ id }) => id))
  expect(ids.map(({ length }) => length)).toEqual([50, 50, 20])
  expect(new Set(ids.flat()).size).toBe(COUNT)
  const back = await listAccessKeys(projectId, pages[2]?.previousCursor ?? null)
  expect(back.keys.map(({ id }) => id)).toEqual(ids[1])
  expect((await listAccessKeys(projectId, back.previousCursor)).keys.map(({ id }) => id)).toEqual(ids[0])
  expect((await listAccessKeys(projectId, 'nonsense')).keys.map(({ id }) => id)).toEqual(ids[0])
})

it('are read for a search in pieces, every one', async () => {
  const sizes: number[] = []
  const ids = new Set<string>()
  const search = { tenantIds: ['acme'], boundUserId: null, createdBy: null }
  for await (const page of readAccessKeys(projectId, search, 15)) {
    sizes.push(page.length)
    for (const { id } of page) ids.add(id)
  }
  expect(sizes).toEqual([15, 15, 10])
  expect(ids.size).toBe(40)
})
