import { decodeJwt } from 'jose'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { makePerson } from '../../testing/person'
import { endSession } from './end'
import { issueSession } from './issue'
import { refreshSession } from './refresh'
import { updateToken } from './update'

let projectId: string
let userId: string

beforeEach(async () => {
  ;({ projectId, userId } = await makePerson())
})

afterAll(closeDatabase)

const signIn = async () =>
  await issueSession({
    projectId,
    userId,
    tenantId: null,
    methods: ['pwd'],
    firstSeen: true,
    claims: { first: true },
    ipAddress: '203.0.113.9',
    userAgent: 'test',
  })

it('of several at once keeps the claims of each', async () => {
  const { tokens } = await signIn()
  const names = Array.from({ length: 8 }, (_, at) => `claim${at}`)
  await Promise.all(
    names.map((name) =>
      updateToken({ projectId, jwt: tokens.sessionJwt, claims: { [name]: name }, lifetimeSeconds: null }),
    ),
  )
  const next = await refreshSession({ projectId, token: tokens.refreshJwt, ipAddress: '' })
  expect(decodeJwt(next.sessionJwt)).toMatchObject({
    first: true,
    ...Object.fromEntries(names.map((name) => [name, name])),
  })
})

it('waits for one that ends the session, and gives its claims to nobody then', async () => {
  const { tokens, sessionId } = await signIn()
  let updated: Promise<unknown> = Promise.resolve()
  await db().$transaction(async (transaction) => {
    await transaction.userSession.updateMany({
      where: { projectId, id: sessionId },
      data: { revokedAt: new Date(), revokedReason: 'operator' },
    })
    updated = updateToken({ projectId, jwt: tokens.sessionJwt, claims: { level: 3 }, lifetimeSeconds: null }).catch(
      (error: unknown) => error,
    )
    // It stands before the row's lock.
    await expect.poll(() => countWaiting()).toBe(1)
  })
  expect(await updated).toMatchObject({ reason: 'ended' })
  await expect(endSession(projectId, sessionId, 'operator')).rejects.toMatchObject({ reason: 'sessionGone' })
})

async function countWaiting(): Promise<number> {
  const rows: unknown[] = await db().$queryRaw`
    SELECT 1 FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND query LIKE '%"UserSession"%'`
  return rows.length
}
