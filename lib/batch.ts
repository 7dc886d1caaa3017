interface Waiting<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

export interface BatchOptions<Item> {
  /** How many runs may be under way at once. */
  concurrency: number
  /** How many items one run may take. */
  largest: number
  /** How much one run may take; an item that is larger runs alone. */
  size?: { of(item: Item): number; largest: number }
}

/**
 * Makes one run for many items out of the many that come at the same time: whoever comes alone is served at once, those
 * that come while every run is busy share the next. Under load that is one statement for many callers, and nobody is
 * ever answered by a run that began before he came.
 * @param run answers one result per item, in their order; when it throws, each of its items does
 */
export function createBatch<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  { concurrency, largest, size }: BatchOptions<Item>,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = []
  let running = 0

  /** How many of those that wait the next run takes, the first in any case. */
  function countNext(): number {
    const most = Math.min(largest, waiting.length)
    if (!size) return most
    let sum = 0
    for (let count = 0; count < most; count += 1) {
      const next = waiting[count]
      if (next) sum += size.of(next.item)
      if (sum > size.largest) return Math.max(count, 1)
    }
    return most
  }

  async function runWaiting(): Promise<void> {
    running += 1
    while (waiting.length > 0) {
      const batch = waiting.splice(0, countNext())
      try {
        const results = await run(batch.map(({ item }) => item))
        if (results.length !== batch.length) throw new Error('A batch must answer each of its items.')
        results.forEach((result, at) => {
          batch[at]?.resolve(result)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    running -= 1
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (running < concurrency) void runWaiting()
    })
}
