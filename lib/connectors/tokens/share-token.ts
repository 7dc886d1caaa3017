import { setTimeout as sleep } from 'node:timers/promises'
import { EgressError } from '@/lib/egress/errors'
import { newId } from '@/lib/id'
import { ConnectorError } from '../errors'
import type { Lease, TokenOwner } from './queries'
import type { Token } from './secrets'

const RENEW_LEASE_MS = 3_000
// Shorter than a token request mostly takes, longer than a look at the database.
const LOOK_AGAIN_MS = 75

/** Where tokens lie for all processes. */
export interface TokenStore {
  find(owner: TokenOwner): Promise<Token | null>
  takeLease(owner: TokenOwner, leaseId: string): Promise<Lease>
  renewLease(owner: TokenOwner, leaseId: string): Promise<boolean>
  releaseLease(owner: TokenOwner, leaseId: string): Promise<void>
  save(owner: TokenOwner, leaseId: string, token: Token, usableSeconds: number): Promise<boolean>
}

/** How long a caller waits. */
export interface Patience {
  remainingMs: () => number
  signal: AbortSignal | undefined
}

export interface TokenWish extends Patience {
  owner: TokenOwner
  /** The id of a token that the API has refused: any other will do. */
  refused: string | null
  /**
   * Asks the token endpoint, within the patience of this wish.
   * @throws whatever every caller who waits for it is to be told
   */
  fetch: () => Promise<FetchedToken>
}

export interface FetchedToken {
  text: string
  usableSeconds: number
}

/** The patience of one caller has ended; the others go on. */
export class ImpatientError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message)
  }
}

/**
 * Answers a connector's access token: the stored one, or a new one that exactly one caller fetches. In this process the
 * others wait for that caller, in other processes for the lease in the database; all of them by their own patience. A
 * failure is told to all who waited in this process; when only the fetching caller's patience ended, the next one tries.
 * @throws ImpatientError, or what `fetch` throws
 */
export function createTokenSharing(store: TokenStore): (wish: TokenWish) => Promise<Token> {
  const underWay = new Map<string, Promise<Token>>()

  return async (wish) => {
    const key = JSON.stringify(wish.owner)
    for (;;) {
      const held = await store.find(wish.owner)
      if (held && held.id !== wish.refused) return held
      const others = underWay.get(key)
      if (!others) {
        const mine = fetchOnce(store, wish).finally(() => underWay.delete(key))
        underWay.set(key, mine)
        return await mine
      }
      const token = await within(wish, others)
      if (token && token.id !== wish.refused) return token
    }
  }
}

async function fetchOnce(store: TokenStore, wish: TokenWish): Promise<Token> {
  const { owner, refused } = wish
  const leaseId = newId()
  for (;;) {
    const lease = await store.takeLease(owner, leaseId)
    // An edit came in between: this call still runs with the settings it began with, and keeps nothing.
    if (lease === 'outdated') return { id: newId(), text: (await wish.fetch()).text }
    if (lease === 'taken') break
    await pause(wish)
    const held = await store.find(owner)
    if (held && held.id !== refused) return held
  }
  let given = false
  const renewal = setInterval(() => void store.renewLease(owner, leaseId).catch(() => {}), RENEW_LEASE_MS)
  try {
    // Another process may have stored one between the last look and the lease.
    const held = await store.find(owner)
    if (held && held.id !== refused) return held
    const { text, usableSeconds } = await wish.fetch()
    const token = { id: newId(), text }
    await store.save(owner, leaseId, token, usableSeconds)
    given = true
    return token
  } finally {
    clearInterval(renewal)
    // What cannot be given back ends by itself.
    if (!given) await store.releaseLease(owner, leaseId).catch(() => {})
  }
}

/** Waits for another caller's token; null when that caller gave up for a reason of its own. */
async function within({ remainingMs, signal }: Patience, others: Promise<Token>): Promise<Token | null> {
  const done = new AbortController()
  const patience = sleep(remainingMs(), undefined, { signal: anyOf(signal, done.signal) }).then(
    () => {
      throw new ImpatientError(new ConnectorError('tokenTimeout'))
    },
    () => {
      throw new ImpatientError(new EgressError('aborted'))
    },
  )
  // When the others are faster nobody is left to hear of it.
  patience.catch(() => {})
  const token = others.catch((error: unknown) => {
    if (error instanceof ImpatientError) return null
    throw error
  })
  return Promise.race([token, patience]).finally(() => done.abort())
}

async function pause({ remainingMs, signal }: Patience): Promise<void> {
  if (remainingMs() <= 1) throw new ImpatientError(new ConnectorError('tokenTimeout'))
  const ms = Math.min(LOOK_AGAIN_MS * (0.5 + Math.random()), remainingMs())
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new ImpatientError(new EgressError('aborted'))
  })
}

function anyOf(signal: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return signal ? AbortSignal.any([signal, other]) : other
}
