import { createBatch } from './batch'

/**
 * Makes one read of many keys out of the many reads of one key that come at the same time. No read is ever answered by
 * one that began before it.
 * @param toText tells two keys apart
 * @param read answers by the text of the key; a key that it leaves out is undefined
 */
export function createSharedRead<Key, Value>(
  toText: (key: Key) => string,
  read: (keys: Key[]) => Promise<ReadonlyMap<string, Value>>,
): (key: Key) => Promise<Value | undefined> {
  return createBatch(
    async (keys: Key[]) => {
      const values = await read([...new Map(keys.map((key) => [toText(key), key])).values()])
      return keys.map((key) => values.get(toText(key)))
    },
    { concurrency: 1, largest: 1_000 },
  )
}
