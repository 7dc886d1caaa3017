import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Guard } from './guard'
import { type DatabaseAddress, OwnDatabase, type Resolve } from './own-database'
import { judge } from './resolve'
import { readDatabases } from './settings'

const answers = new Map<string, string[]>()
const resolve = vi.fn<Resolve>(async (host) => {
  const found = answers.get(host)
  if (!found) throw new Error('ENOTFOUND')
  return found.map((address) => ({ address }))
})

beforeEach(() => {
  vi.useFakeTimers()
  resolve.mockClear()
  answers.clear()
  answers.set('db.internal', ['10.1.2.3', 'fd00::3'])
})
afterEach(() => vi.useRealTimers())

const guardOf = (places: DatabaseAddress[]) =>
  new Guard({
    allow: ['0.0.0.0/0', '::/0'],
    ownPorts: [],
    ownAddresses: () => [],
    database: new OwnDatabase(places, resolve),
  })
const guardOfUrl = (url: string) => guardOf(readDatabases(url))

async function check(guard: Guard, host: string, address: string, port = 5432) {
  return await judge([{ address, family: 4 }], host, port, guard).then(
    () => 'reached',
    (error: Error) => error.message,
  )
}

const own = /belongs to this deployment itself/

describe('the deployment\u2019s own database', () => {
  it.each(['10.1.2.3', 'fd00::3', '::ffff:10.1.2.3', '64:ff9b::10.1.2.3'])(
    'is not reached at %s, under whatever name',
    async (address) => {
      const guard = guardOfUrl('postgresql://user:pass@db.internal/patchbay')
      expect(await check(guard, address, address)).toMatch(own)
      expect(await check(guard, 'alias.internal', address)).toMatch(own)
      expect(await check(guard, 'alias.internal', address, 5433)).toBe('reached')
      expect(await check(guard, 'alias.internal', '10.1.2.4')).toBe('reached')
    },
  )

  it('is not reached by its own name, whatever that answers', async () => {
    const guard = guardOf([{ host: 'db.internal', port: 5432 }])
    expect(await check(guard, 'DB.internal.', '10.9.9.9')).toMatch(own)
    expect(await check(guard, 'db.internal', '10.9.9.9', 80)).toBe('reached')
  })

  it('is not reached at an address that the URL itself names', async () => {
    expect(await check(guardOfUrl('postgresql://10.0.0.9/x'), 'whatever', '10.0.0.9')).toMatch(own)
    expect(await check(guardOfUrl('postgresql://[fd00::9]/x'), 'whatever', 'fd00::9')).toMatch(own)
    expect(resolve).not.toHaveBeenCalled()
  })

  it('is asked for once in a while, and found again where it moved; the former place is remembered', async () => {
    const guard = guardOf([{ host: 'db.internal', port: 5432 }])
    await Promise.all(['a', 'b', 'c'].map((host) => check(guard, host, '10.1.2.4')))
    expect(resolve).toHaveBeenCalledTimes(1)
    answers.set('db.internal', ['10.1.2.4'])
    vi.advanceTimersByTime(31_000)
    expect(await check(guard, 'a', '10.1.2.4')).toMatch(own)
    expect(await check(guard, 'a', '10.1.2.3')).toMatch(own)
    expect(resolve).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(601_000)
    expect(await check(guard, 'a', '10.1.2.3')).toBe('reached')
  })

  it('has its port refused everywhere while nobody knows where it is', async () => {
    const guard = guardOf([{ host: 'gone.internal', port: 5432 }])
    expect(await check(guard, 'a', '10.1.2.4')).toMatch(/may belong to this deployment/)
    expect(await check(guard, 'a', '10.1.2.4', 443)).toBe('reached')
    answers.set('gone.internal', ['10.1.2.3'])
    expect(await check(guard, 'a', '10.1.2.4')).toBe('reached')
    answers.delete('gone.internal')
    vi.advanceTimersByTime(31_000)
    expect(await check(guard, 'a', '10.1.2.4')).toMatch(/may belong to this deployment/)
  })

  it('is not waited for without end', async () => {
    resolve.mockImplementationOnce(() => new Promise(() => {}))
    const answer = check(guardOf([{ host: 'db.internal', port: 5432 }]), 'a', '10.1.2.4')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await answer).toMatch(/may belong to this deployment/)
  })
})

it('the host and port of DATABASE_URL are read as the driver reads them', () => {
  vi.stubEnv('PGHOST', 'from-env')
  vi.stubEnv('PGPORT', '7000')
  expect(readDatabases('postgresql://u:p@a.example:6000/x')).toEqual([{ host: 'a.example', port: 6000 }])
  expect(readDatabases('postgresql:///x?host=10.1.2.3&port=6432')).toEqual([{ host: '10.1.2.3', port: 6432 }])
  expect(readDatabases('postgresql://u:p@/x?host=b.example')).toEqual([{ host: 'b.example', port: 7000 }])
  expect(readDatabases('postgresql://ignored:1/x?host=b.example&port=2')).toEqual([{ host: 'b.example', port: 2 }])
  expect(readDatabases('postgresql:///x')).toEqual([{ host: 'from-env', port: 7000 }])
  expect(readDatabases('postgresql://%2Frun%2Fpg/x')).toEqual([{ host: '/run/pg', port: 7000 }])
  expect(readDatabases('postgresql://a.example,b.example/x?port=1,2')).toEqual(
    ['a.example', 'b.example'].flatMap((host) => [1, 2].map((port) => ({ host, port }))),
  )
  expect(readDatabases('postgresql://a:port/x')).toEqual([])
  expect(readDatabases(undefined)).toEqual([])
  vi.unstubAllEnvs()
})
