import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { DomainError } from '@/lib/result'
import type { Secret } from '@/lib/vault/secret'
import { loadProvider } from '../apps/load'
import { ProviderError } from '../oauth/provider-error'
import { refreshTokens } from '../oauth/refresh-tokens'
import { toScopeSet, toScopesKey } from '../scopes'
import { retryAfterSeconds } from './freshness'
import { insist } from './insist'
import { queueOrphan } from './queries/deletion'
import { endRenewals, failRenewal, finishRenewal, type Lease, renewLease, takeLease } from './queries/renewal'
import { findTokenById, type TokenRow } from './queries/rows'
import { openToken, sealTokens } from './secrets'
import type { GivenTokens, TokenActor } from './types'

/** The longest that an exchange with a provider may take. */
const EXCHANGE_MS = 30_000
const RENEW_LEASE_MS = 4_000
// Shorter than a refresh mostly takes, longer than a look at the database.
const LOOK_AGAIN_MS = 75
/** Longer than an exchange and the lease of a holder who died: by then somebody has written how it ended. */
const LONGEST_WAIT_MS = 60_000

const underWay = new Map<string, Promise<TokenRow | null>>()

/**
 * Refreshes a token: exactly once at a time, over all processes. Callers in this process share one refresh; others are
 * waited for by the lease on the row, and what they got is used. It belongs to nobody who waits for it: a caller that
 * gives up must not cut off an exchange that may have spent the refresh token already.
 * @param seen the row as it was read: any later version will do
 * @returns the row as it is afterwards, refreshed or with the reason why not; null when it is gone
 */
export function renewToken(seen: TokenRow, actor: TokenActor): Promise<TokenRow | null> {
  const key = `${seen.projectId}/${seen.id}`
  const others = underWay.get(key)
  if (others) return others
  const mine = renewOnce(seen, actor).finally(() => underWay.delete(key))
  // Who began it may have gone.
  mine.catch(() => {})
  underWay.set(key, mine)
  return mine
}

/** Waits for the refreshes under way, when the process stops. */
export async function settleRenewals(withinMs: number): Promise<void> {
  const all = Promise.allSettled(underWay.values())
  await Promise.race([all, sleep(withinMs, undefined, { ref: false })])
}

async function renewOnce(seen: TokenRow, actor: TokenActor): Promise<TokenRow | null> {
  const holder = newId()
  const giveUpAt = performance.now() + LONGEST_WAIT_MS
  for (;;) {
    const lease = await takeLease(seen, holder)
    if (lease) return await underLease(lease, actor)
    const row = await findTokenById(seen.projectId, seen.id)
    if (row?.version !== seen.version || row.status !== 'active') return row
    // Another process has tried in this moment, and to no avail.
    if (row.refreshFailures > seen.refreshFailures || performance.now() > giveUpAt) return row
    await sleep(LOOK_AGAIN_MS * (0.5 + Math.random()))
  }
}

async function underLease(lease: Lease, actor: TokenActor): Promise<TokenRow | null> {
  const { row } = lease
  const signs = setInterval(() => void renewLease(lease).catch(() => {}), RENEW_LEASE_MS)
  try {
    const written = await exchange(lease, actor)
    // Another one has it by now: what it became counts.
    return written ?? (await findTokenById(row.projectId, row.id))
  } finally {
    clearInterval(signs)
  }
}

async function exchange(lease: Lease, actor: TokenActor): Promise<TokenRow | null> {
  const { row } = lease
  let answer: GivenTokens
  let former: Former
  try {
    former = await openFormer(row)
    const provider = await loadProvider(row.projectId, row.appId)
    const signal = AbortSignal.timeout(EXCHANGE_MS)
    answer = await refreshTokens(provider, { refreshToken: former.refreshToken }, signal)
  } catch (error) {
    return await writeFailure(lease, error, actor)
  }
  const tokens = {
    accessToken: answer.accessToken,
    // A provider that sends no new one keeps the old one in use.
    refreshToken: answer.refreshToken ?? former.refreshToken,
    idToken: answer.idToken ?? former.idToken,
  }
  const place = { projectId: row.projectId, tokenId: row.id, version: row.version + 1 }
  const grantedScopes = answer.scopes === null ? row.grantedScopes : toScopeSet(answer.scopes)
  const renewed = {
    tokenType: answer.tokenType,
    tokenSub: answer.sub || row.tokenSub,
    grantedScopes,
    grantedKey: toScopesKey(grantedScopes),
    expiresInSeconds: answer.expiresInSeconds,
  }
  // Sealed anew each time: a data key that is taken out of use in this moment refuses what it sealed.
  const written = await insist(async () =>
    finishRenewal(lease, { ...renewed, ...(await sealTokens(place, tokens)) }, actor),
  )
  if (!written && !(await findTokenById(row.projectId, row.id)))
    await queueOrphan({ ...row, version: place.version }, await sealTokens(place, tokens))
  return written
}

interface Former {
  refreshToken: Secret
  idToken: Secret | null
}

async function openFormer(row: TokenRow): Promise<Former> {
  if (!row.refreshSealed) throw new ProviderError('refused', 'noRefreshToken', 'There is no refresh token.', null)
  return {
    refreshToken: await openToken(row, 'refreshSealed', row.refreshSealed),
    idToken: row.idTokenSealed && (await openToken(row, 'idTokenSealed', row.idTokenSealed)),
  }
}

async function writeFailure(lease: Lease, error: unknown, actor: TokenActor): Promise<TokenRow | null> {
  if (error instanceof ProviderError && error.kind === 'refused') {
    const message = lease.interrupted
      ? `A refresh was cut off before its tokens were stored, and the provider does not take the former refresh token any more: ${error.message}`
      : error.message
    return await insist(() => endRenewals(lease, message, actor))
  }
  // What an operator can mend (a wrong client secret) is no reason to throw the grant away.
  const message = error instanceof ProviderError || error instanceof DomainError ? error.message : UNKNOWN
  if (message === UNKNOWN) log.error({ err: error, tokenId: lease.row.id }, 'a token could not be refreshed')
  const failure = { message, retryAfterSeconds: retryAfterSeconds(lease.row.refreshFailures + 1, Math.random()) }
  return await insist(() => failRenewal(lease, failure, actor))
}

const UNKNOWN =
  'The token could not be refreshed for a reason that Patchbay does not know; look into the server\u2019s log.'
