import { afterAll, expect, it } from 'vitest'
import { closeDatabase } from '@/lib/db'
import { makePerson } from '../testing/person'
import { toAddressKey } from './address'
import { countAttempt, findLock, takeBackAttempt } from './service'

afterAll(closeDatabase)

it('locks when the limit is used up, until then and not longer', async () => {
  const { projectId } = await makePerson()
  const key = { kind: 'test', of: 'ada', limit: 3 }
  const now = new Date()
  const counted = await Promise.all(Array.from({ length: 3 }, () => countAttempt(projectId, [key], 10, now)))
  expect(counted).toEqual([null, null, null])
  const until = await findLock(projectId, key, now)
  expect(until?.getTime()).toBe(now.getTime() + 600_000)
  expect(await countAttempt(projectId, [key], 10, new Date(now.getTime() + 60_000))).toEqual(until)
  expect(await findLock(projectId, { ...key, of: 'grace' }, now)).toBeNull()
  expect(await findLock(projectId, key, new Date(now.getTime() + 600_001))).toBeNull()
  await takeBackAttempt(projectId, { forget: key, takeBack: null })
  expect(await findLock(projectId, key, now)).toBeNull()
})

it('takes back what did not fail', async () => {
  const { projectId } = await makePerson()
  const key = { kind: 'test', of: 'ada', limit: 1 }
  await countAttempt(projectId, [key], 10)
  await takeBackAttempt(projectId, { forget: { ...key, of: 'grace' }, takeBack: key })
  expect(await countAttempt(projectId, [key], 10)).toBeNull()
})

it('counts by a second key only while the first has an attempt left', async () => {
  const { projectId } = await makePerson()
  const address = { kind: 'address', of: '203.0.113.7', limit: 2 }
  const account = { kind: 'account', of: 'ada', limit: 3 }
  const now = new Date()
  const tries = Array.from({ length: 8 }, () => countAttempt(projectId, [address, account], 10, now))
  expect((await Promise.all(tries)).filter((until) => until === null)).toHaveLength(2)
  // Whoever is locked out by address does not lock others out of the account.
  expect(await findLock(projectId, account, now)).toBeNull()
  expect(await countAttempt(projectId, [account], 10, now)).toBeNull()
  expect(await countAttempt(projectId, [{ ...address, of: 'elsewhere' }, account], 10, now)).not.toBeNull()
})

it('counts and takes back of many at once exactly, whatever they have in common', async () => {
  const { projectId } = await makePerson()
  const address = { kind: 'address', of: '203.0.113.7', limit: 1_000 }
  const signIns = Array.from({ length: 40 }, async (_, at) => {
    const account = { kind: 'account', of: `person ${at % 4}`, limit: 1_000 }
    expect(await countAttempt(projectId, [address, account], 10)).toBeNull()
    if (at % 2 === 0) await takeBackAttempt(projectId, { forget: account, takeBack: address })
  })
  await Promise.all(signIns)
  expect(await findLock(projectId, { ...address, limit: 20 })).not.toBeNull()
  expect(await findLock(projectId, { ...address, limit: 21 })).toBeNull()
})

it('counts IPv6 by network', () => {
  expect(toAddressKey('2001:db8:1:2:3::9')).toBe(toAddressKey('2001:DB8:1:2::1'))
  expect(toAddressKey('2001:db8:1:2::1')).not.toBe(toAddressKey('2001:db8:1:3::1'))
  expect(toAddressKey('::ffff:192.0.2.1')).toBe(toAddressKey('192.0.2.1'))
  expect(toAddressKey('')).toBeNull()
})
