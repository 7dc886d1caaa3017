import { expect, test } from 'vitest'
import { createSharedRead } from './shared-read'

test('reads that come while one is under way share the next, and no answer is older than its question', async () => {
  const batches: string[][] = []
  let stored = 1
  const read = createSharedRead(
    (key: string) => key,
    async (keys) => {
      batches.push(keys)
      const seen = stored
      await Promise.resolve()
      return new Map(keys.filter((key) => key !== 'none').map((key) => [key, `${key}${seen}`]))
    },
  )
  const first = read('a')
  stored = 2
  const later = Promise.all([read('a'), read('b'), read('a'), read('none')])
  expect(await first).toBe('a1')
  expect(await later).toEqual(['a2', 'b2', 'a2', undefined])
  expect(batches).toEqual([['a'], ['a', 'b', 'none']])
})

test('a failed read fails those that asked for it, and the next is made', async () => {
  let fails = true
  const read = createSharedRead(
    (key: string) => key,
    async (keys) => {
      if (fails) throw new Error('down')
      return new Map(keys.map((key) => [key, key]))
    },
  )
  await expect(read('a')).rejects.toThrow('down')
  fails = false
  expect(await read('a')).toBe('a')
})
