import { afterAll, expect, it } from 'vitest'
import { closeDatabase } from '@/lib/db'
import { makePerson } from '../testing/person'
import { toAddressKey } from './address'
import { countAttempt, findLock, forgetAttempts, takeBackAttempt } from './service'

afterAll(closeDatabase)

it('locks when the limit is used up, until then and not longer', async () => {
  const { projectId } = await makePerson()
  const key = { kind: 'test', of: 'ada', limit: 3 }
  const now = new Date()
  const counted = await Promise.all(Array.from({ length: 3 }, () => countAttempt(projectId, key, 10, now)))
  expect(counted).toEqual([null, null, null])
  const until = await findLock(projectId, key, now)
  expect(until?.getTime()).toBe(now.getTime() + 600_000)
  expect(await countAttempt(projectId, key, 10, new Date(now.getTime() + 60_000))).toEqual(until)
  expect(await findLock(projectId, { ...key, of: 'grace' }, now)).toBeNull()
  expect(await findLock(projectId, key, new Date(now.getTime() + 600_001))).toBeNull()
  await forgetAttempts(projectId, key)
  expect(await findLock(projectId, key, now)).toBeNull()
})

it('takes back what did not fail', async () => {
  const { projectId } = await makePerson()
  const key = { kind: 'test', of: 'ada', limit: 1 }
  await countAttempt(projectId, key, 10)
  await takeBackAttempt(projectId, key)
  expect(await countAttempt(projectId, key, 10)).toBeNull()
})

it('counts IPv6 by network', () => {
  expect(toAddressKey('2001:db8:1:2:3::9')).toBe(toAddressKey('2001:DB8:1:2::1'))
  expect(toAddressKey('2001:db8:1:2::1')).not.toBe(toAddressKey('2001:db8:1:3::1'))
  expect(toAddressKey('::ffff:192.0.2.1')).toBe(toAddressKey('192.0.2.1'))
  expect(toAddressKey('')).toBeNull()
})
