import { beforeAll, expect, it } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { db } from '@/lib/db'
import type { Tenant } from '@/prisma/generated/client'
import { readTenants } from './queries'

let projectId: string

beforeAll(async () => {
  projectId = (await createProject('Many tenants')).id
  const otherId = (await createProject('Another')).id
  // Ten each were made in the same millisecond.
  const made = (project: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({
      projectId: project,
      id: `t${at}`,
      name: at % 2 === 0 ? 'even' : 'odd',
      createdAt: new Date(1_700_000_000_000 + Math.floor(at / 10)),
    }))
  await db().tenant.createMany({ data: [...made(projectId, 95), ...made(otherId, 3)] })
})

async function read(filter: Parameters<typeof readTenants>[1], limit: number) {
  const pages: Tenant[][] = []
  for await (const page of readTenants(projectId, filter, limit)) pages.push(page)
  return { sizes: pages.map(({ length }) => length), tenants: pages.flat() }
}

it('reads every tenant once, newest first, and never more than a page at a time', async () => {
  const { sizes, tenants } = await read({}, 20)
  expect(sizes).toEqual([20, 20, 20, 20, 15])
  expect(new Set(tenants.map(({ id }) => id)).size).toBe(95)
  const times = tenants.map(({ createdAt }) => createdAt.getTime())
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  expect(tenants.every((tenant) => tenant.projectId === projectId)).toBe(true)
})

it('reads what a filter leaves, and one empty page where that is nothing', async () => {
  const odd = await read({ names: ['odd'] }, 20)
  expect(odd.sizes).toEqual([20, 20, 7])
  expect((await read({ names: ['none'] }, 20)).sizes).toEqual([0])
})
