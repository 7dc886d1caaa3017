import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { listSigningKeys } from '@/lib/identity/signing-keys/queries'
import { keepSigningKeys } from '@/lib/identity/signing-keys/service'
import { makePerson } from '@/lib/identity/testing/person'
import { runIdentityUpkeep } from './identity-upkeep'

const DAY = 86_400_000
const run = () => runIdentityUpkeep(new AbortController().signal)

afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

it('publishes the next key of the projects that sign, when its time has come', async () => {
  const [busy, quiet] = [await makePerson(), await makePerson()]
  await keepSigningKeys(busy.projectId)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 91 * DAY })
  await run()
  expect((await listSigningKeys(busy.projectId)).map(({ state }) => state)).toEqual(['next', 'active'])
  expect(await listSigningKeys(quiet.projectId)).toEqual([])
})

it('deletes sessions a month after their end, and what is of no use any more', async () => {
  const { projectId, userId } = await makePerson()
  const at = (days: number) => new Date(Date.now() + days * DAY)
  const sessions = Array.from({ length: 2_500 }, (_, index) => ({
    projectId,
    userId,
    id: `old${index}`,
    expiresAt: at(-31),
  }))
  await db().userSession.createMany({ data: sessions })
  await db().userSession.create({ data: { projectId, userId, id: 'ended', expiresAt: at(-29) } })
  const attempt = { projectId, failures: 1 }
  await db().signInAttempts.createMany({
    data: [
      { ...attempt, key: 'a', until: at(-1) },
      { ...attempt, key: 'b', until: at(1) },
    ],
  })
  await run()
  expect(await db().userSession.findMany({ where: { projectId }, select: { id: true } })).toEqual([{ id: 'ended' }])
  expect(await db().signInAttempts.findMany({ where: { projectId }, select: { key: true } })).toEqual([{ key: 'b' }])
})
