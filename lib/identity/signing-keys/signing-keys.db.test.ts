import { decodeProtectedHeader } from 'jose'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import { signToken, verifyToken } from '../sessions/tokens'
import { makePerson } from '../testing/person'
import { listSigningKeys } from './queries'
import { deleteLapsedKeys, keepSigningKeys, removeSigningKey, rotateSigningKey } from './service'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
let projectId: string

beforeEach(async () => {
  ;({ projectId } = await makePerson())
})
afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

/** By the clock alone: nothing waits for it. */
const pass = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds })
const sign = (livesMs: number) => signToken(projectId, { sub: 'u', iat: 0, drn: 'DS' }, new Date(Date.now() + livesMs))
const states = async () => (await listSigningKeys(projectId)).map(({ state }) => state)

describe('the keys of a project', () => {
  it('begin with one, whoever asks first', async () => {
    const tokens = await Promise.all(Array.from({ length: 6 }, () => sign(MINUTE)))
    expect(await states()).toEqual(['active'])
    expect(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)).size).toBe(1)
  })

  it('are sealed at rest, and only their public half is told', async () => {
    await sign(MINUTE)
    const row = await db().signingKey.findFirstOrThrow({ where: { projectId } })
    expect(Buffer.from(row.privateSealed).toString('latin1')).not.toContain('PRIVATE KEY')
    expect(Object.keys(row.publicJwk ?? {}).sort()).toEqual(['e', 'kty', 'n'])
    expect(JSON.stringify(await listSigningKeys(projectId))).not.toContain('rivate')
  })

  it('rotate by schedule: the next is published ahead, once, and takes over by itself', async () => {
    await updateProjectSettings(projectId, { signingRotationDays: 30 })
    await sign(40 * DAY)
    pass(29 * DAY)
    await keepSigningKeys(projectId)
    expect(await states()).toEqual(['active'])
    pass(2 * DAY)
    await Promise.all([keepSigningKeys(projectId), keepSigningKeys(projectId), keepSigningKeys(projectId)])
    expect(await states()).toEqual(['next', 'active'])
    pass(14 * MINUTE)
    await keepSigningKeys(projectId)
    expect(await states()).toEqual(['next', 'active'])
    pass(2 * MINUTE)
    const [next, old] = await listSigningKeys(projectId)
    expect(decodeProtectedHeader(await sign(MINUTE)).kid).toBe(next?.id)
    expect([next?.state, old?.state]).toEqual(['active', 'retired'])
  })

  it('stay published until the last token that they signed has lapsed, however long that is', async () => {
    const long = await sign(40 * DAY)
    await sign(MINUTE)
    await rotateSigningKey(projectId, true)
    pass(39 * DAY)
    await deleteLapsedKeys(projectId)
    expect(await verifyToken(projectId, long)).not.toBeNull()
    expect(await states()).toEqual(['active', 'retired'])
    pass(3 * DAY)
    expect(await states()).toEqual(['active'])
    await deleteLapsedKeys(projectId)
    expect(await db().signingKey.count({ where: { projectId } })).toBe(1)
  })

  it('change at once by hand, also when the next one waits already', async () => {
    const first = await sign(MINUTE)
    const { id } = await rotateSigningKey(projectId, false)
    expect(await rotateSigningKey(projectId, true)).toEqual({ id })
    pass(11_000)
    const second = await sign(MINUTE)
    expect(decodeProtectedHeader(second).kid).toBe(id)
    expect(await verifyToken(projectId, first)).not.toBeNull()
  })

  it('may be withdrawn once they sign no more; their tokens are refused from then on', async () => {
    const token = await sign(DAY)
    const kid = decodeProtectedHeader(token).kid ?? ''
    await expect(removeSigningKey(projectId, kid)).rejects.toMatchObject({ code: 'conflict' })
    await rotateSigningKey(projectId, true)
    await removeSigningKey(projectId, kid)
    pass(11_000)
    expect(await verifyToken(projectId, token)).toBeNull()
    expect(await states()).toEqual(['active'])
  })

  it('go by the algorithm of the settings; a next key of another one gives way', async () => {
    await sign(MINUTE)
    await rotateSigningKey(projectId, false)
    await updateProjectSettings(projectId, { signingAlgorithm: 'ES256' })
    await keepSigningKeys(projectId)
    expect((await listSigningKeys(projectId)).map(({ algorithm, state }) => [algorithm, state])).toEqual([
      ['ES256', 'next'],
      ['RS256', 'active'],
    ])
    pass(16 * MINUTE)
    expect(decodeProtectedHeader(await sign(MINUTE)).alg).toBe('ES256')
  })
})
