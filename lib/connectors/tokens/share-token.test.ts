import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { ConnectorError } from '../errors'
import type { Lease, TokenOwner } from './queries'
import type { Token } from './secrets'
import { createTokenSharing, type FetchedToken, ImpatientError, type TokenStore, type TokenWish } from './share-token'

const owner: TokenOwner = { projectId: 'p', connectorId: 'c', connectorVersion: 1, fingerprint: 'f' }

/** A store in memory whose leases a test can give to others. */
class Memory implements TokenStore {
  token: Token | null = null
  lease: string | null = null
  next: Lease | null = null
  find = async () => this.token
  renewLease = async (_owner: TokenOwner, id: string) => this.lease === id
  takeLease = async (_owner: TokenOwner, id: string): Promise<Lease> => {
    if (this.next) return this.next
    if (this.lease) return 'busy'
    this.lease = id
    return 'taken'
  }
  releaseLease = async (_owner: TokenOwner, id: string) => {
    if (this.lease === id) this.lease = null
  }
  save = async (_owner: TokenOwner, id: string, token: Token, usableSeconds: number) => {
    if (this.lease !== id) return false
    this.lease = null
    this.token = usableSeconds > 0 ? token : null
    return true
  }
}

let store: Memory
let fetched: number
beforeEach(() => {
  store = new Memory()
  fetched = 0
})

function wish(changes: Partial<TokenWish> = {}): TokenWish {
  const fetch = async (): Promise<FetchedToken> => {
    fetched += 1
    const text = `token ${fetched}`
    await sleep(20)
    return { text, usableSeconds: 60 }
  }
  return { owner, refused: null, remainingMs: () => 2_000, signal: undefined, fetch, ...changes }
}

describe('a shared token', () => {
  it('is fetched once for all who wish for it, and kept', async () => {
    const get = createTokenSharing(store)
    const tokens = await Promise.all(Array.from({ length: 10 }, () => get(wish())))
    expect(new Set(tokens.map(({ text }) => text))).toEqual(new Set(['token 1']))
    expect((await get(wish())).text).toBe('token 1')
    expect(fetched).toBe(1)
  })

  it('that was refused is not answered again', async () => {
    const get = createTokenSharing(store)
    const first = await get(wish())
    expect((await get(wish({ refused: first.id }))).text).toBe('token 2')
  })

  it('that lives too short to be kept serves all who waited for it', async () => {
    const get = createTokenSharing(store)
    const fetch = async () => {
      fetched += 1
      await sleep(20)
      return { text: `short ${fetched}`, usableSeconds: 0 }
    }
    const tokens = await Promise.all(Array.from({ length: 5 }, () => get(wish({ fetch }))))
    expect(tokens.map(({ text }) => text)).toEqual(Array.from({ length: 5 }, () => 'short 1'))
    expect((await get(wish({ fetch }))).text).toBe('short 2')
  })
})

describe('another process', () => {
  it('that holds the lease is waited for, and its token used', async () => {
    store.lease = 'other'
    const waiting = createTokenSharing(store)(wish())
    await sleep(30)
    store.token = { id: 't9', text: 'theirs' }
    expect((await waiting).text).toBe('theirs')
    expect(fetched).toBe(0)
  })

  it('that gives the lease back without a token is followed', async () => {
    store.lease = 'other'
    const waiting = createTokenSharing(store)(wish())
    await sleep(30)
    store.lease = null
    expect((await waiting).text).toBe('token 1')
  })

  it('that takes the lease over keeps its own token; the call goes on with what it fetched', async () => {
    const fetch = async () => {
      store.lease = 'other'
      return { text: 'mine', usableSeconds: 60 }
    }
    expect((await createTokenSharing(store)(wish({ fetch }))).text).toBe('mine')
    expect(store).toMatchObject({ token: null, lease: 'other' })
  })

  it('with a newer save of the connector leaves an older call to itself', async () => {
    store.next = 'outdated'
    expect((await createTokenSharing(store)(wish())).text).toBe('token 1')
    expect(store).toMatchObject({ token: null, lease: null })
  })

  it('is waited for no longer than the call may', async () => {
    store.lease = 'other'
    const started = Date.now()
    const waiting = createTokenSharing(store)(wish({ remainingMs: () => 150 - (Date.now() - started) }))
    await expect(waiting).rejects.toBeInstanceOf(ImpatientError)
  })
})

describe('a failure', () => {
  it('of the token endpoint is told to all who waited, and gives the lease back', async () => {
    const get = createTokenSharing(store)
    const refused = new ConnectorError('tokenRefused', 'no')
    const fetch = async () => {
      fetched += 1
      await sleep(20)
      throw refused
    }
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => get(wish({ fetch }))))
    expect(all).toEqual(Array.from({ length: 5 }, () => ({ status: 'rejected', reason: refused })))
    expect([fetched, store.lease]).toEqual([1, null])
    expect((await get(wish())).text).toBe('token 2')
  })

  it('of the fetching caller’s patience is its own: the next one fetches', async () => {
    const get = createTokenSharing(store)
    const timeout = new ImpatientError(new ConnectorError('tokenTimeout'))
    const over = Promise.withResolvers<never>()
    const hasty = get(wish({ fetch: () => over.promise }))
    await sleep(5)
    const patient = get(wish())
    over.reject(timeout)
    await expect(hasty).rejects.toBe(timeout)
    expect((await patient).text).toBe('token 1')
  })

  it('of a waiting caller’s patience leaves the fetching one alone', async () => {
    const get = createTokenSharing(store)
    const released = Promise.withResolvers<void>()
    const { fetch, ...rest } = wish()
    const fetching = get({ ...rest, fetch: () => released.promise.then(fetch) })
    await sleep(5)
    const waiting = get(wish({ signal: AbortSignal.timeout(1) }))
    await expect(waiting).rejects.toBeInstanceOf(ImpatientError)
    released.resolve()
    expect((await fetching).text).toBe('token 1')
  })
})
