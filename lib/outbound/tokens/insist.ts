import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '@/lib/log'

/** When new tokens cannot be written: they are the only ones that work now, so it is tried for a while. */
const WRITE_AGAIN_MS = [50, 200, 500, 1_000, 2_000, 3_000]

/**
 * Writes what an exchange with a provider gave, again and again when the database does not answer.
 * @param isFinal which errors no other try would change
 */
export async function insist<T>(
  write: () => Promise<T>,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (const pauseMs of WRITE_AGAIN_MS) {
    try {
      return await write()
    } catch (error) {
      if (isFinal(error)) throw error
      log.warn({ err: error }, 'the end of an exchange of tokens could not be written; trying again')
      await sleep(pauseMs)
    }
  }
  return await write()
}
