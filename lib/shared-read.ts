interface Waiting<Key, Value> {
  key: Key
  resolve(value: Value | undefined): void
  reject(error: unknown): void
}

/**
 * Makes one read of many keys out of the many reads of one key that come at the same time: one is under way, those that
 * come meanwhile share the next. Under load that is one small statement for many callers, and none is ever answered by
 * a read that began before it.
 * @param toText tells two keys apart
 * @param read answers by the text of the key; a key that it leaves out is undefined
 */
export function createSharedRead<Key, Value>(
  toText: (key: Key) => string,
  read: (keys: Key[]) => Promise<ReadonlyMap<string, Value>>,
): (key: Key) => Promise<Value | undefined> {
  let waiting: Waiting<Key, Value>[] = []
  let reading = false

  async function readWaiting(): Promise<void> {
    reading = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const keys = new Map(batch.map(({ key }) => [toText(key), key]))
        const values = await read([...keys.values()])
        for (const { key, resolve } of batch) resolve(values.get(toText(key)))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    reading = false
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!reading) void readWaiting()
    })
}
