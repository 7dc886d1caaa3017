import { log } from '@/lib/log'
import { type FetchCount, writeFetches } from './queries/fetches'
import type { TokenRow } from './queries/rows'
import type { TokenActor } from './types'

const WRITE_EVERY_MS = 1_000
/** More than this at once are written without waiting for the second to end. */
const MOST_GATHERED = 5_000

let gathered = new Map<string, FetchCount>()
let timer: NodeJS.Timeout | undefined
let writing: Promise<void> = Promise.resolve()

/** Notes that a token was fetched. It is written within a second, with all others: a fetch does not wait for it. */
export function noteFetch({ projectId, id }: TokenRow, actor: TokenActor): void {
  const key = `${projectId}/${id}/${actor.type}/${actor.id}`
  const known = gathered.get(key)
  if (known) known.count += 1
  else gathered.set(key, { projectId, tokenId: id, actor, count: 1 })
  if (gathered.size >= MOST_GATHERED) void writeGathered()
  // It holds up no process that wants to end: whoever stops in order writes the rest.
  timer ??= setTimeout(() => void writeGathered(), WRITE_EVERY_MS).unref()
}

/** Writes what was gathered, when the process stops; and waits for what is being written. */
export async function writeGathered(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const counts = [...gathered.values()]
  gathered = new Map()
  if (counts.length > 0) {
    writing = writing
      .then(() => writeFetches(counts))
      // They are for people: a fetch has not failed because of them.
      .catch((error: unknown) => log.warn({ err: error }, 'fetches of tokens could not be written to their timelines'))
  }
  await writing
}
