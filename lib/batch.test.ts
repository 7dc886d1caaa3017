import { expect, test } from 'vitest'
import { createBatch } from './batch'

function recorder() {
  const runs: { items: number[]; done: PromiseWithResolvers<void> }[] = []
  const add = createBatch(
    async (items: number[]) => {
      const done = Promise.withResolvers<void>()
      runs.push({ items, done })
      await done.promise
      return items.map((item) => item * 10)
    },
    { concurrency: 2, largest: 3 },
  )
  return { runs, add }
}

test('who comes alone is served at once; who comes while all are busy shares the next run', async () => {
  const { runs, add } = recorder()
  const answers = Promise.all([1, 2, 3, 4, 5, 6].map(add))
  expect(runs.map(({ items }) => items)).toEqual([[1], [2]])
  runs[0]?.done.resolve()
  await expect.poll(() => runs.length).toBe(3)
  expect(runs[2]?.items).toEqual([3, 4, 5])
  runs[1]?.done.resolve()
  await expect.poll(() => runs.length).toBe(4)
  expect(runs[3]?.items).toEqual([6])
  for (const { done } of runs) done.resolve()
  expect(await answers).toEqual([10, 20, 30, 40, 50, 60])
})

test('a run that throws fails its own items and no others', async () => {
  const { runs, add } = recorder()
  const first = add(1)
  const second = add(2)
  const third = add(3)
  runs[0]?.done.reject(new Error('down'))
  await expect(first).rejects.toThrow('down')
  for (const at of [1, 2]) runs[at]?.done.resolve()
  expect([await second, await third]).toEqual([20, 30])
  expect(await Promise.all([add(4), runs[3]?.done.resolve()])).toEqual([40, undefined])
})

test('a run takes no more than its size, in their order; what is larger by itself runs alone', async () => {
  const runs: number[][] = []
  const add = createBatch(
    async (items: number[]) => {
      runs.push(items)
      return items
    },
    { concurrency: 1, largest: 3, size: { of: (item) => item, largest: 10 } },
  )
  const items = [1, 4, 6, 1, 25, 2, 2, 2, 2, 11]
  expect(await Promise.all(items.map(add))).toEqual(items)
  expect(runs).toEqual([[1], [4, 6], [1], [25], [2, 2, 2], [2], [11]])
})
