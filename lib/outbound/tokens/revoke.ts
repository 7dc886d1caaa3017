import { log } from '@/lib/log'
import { open } from '@/lib/vault/open'
import type { Secret } from '@/lib/vault/secret'
import { toConfig } from '../apps/queries'
import { learnedSchema } from '../apps/schema'
import { appSecretBinding } from '../apps/secret-binding'
import { ProviderError } from '../oauth/provider-error'
import { revokeToken } from '../oauth/revoke-token'
import { retryAfterSeconds } from './freshness'
import { claimRevocations, type DueRevocation, endRevocation, postponeRevocation } from './queries/revocations'
import { openToken } from './secrets'

/** How long a provider is told again and again. */
const GIVE_UP_SECONDS = 24 * 3_600
const LONGEST_PAUSE_SECONDS = 3_600
const AT_ONCE = 8
const ONE_MS = 30_000

/**
 * Tells providers which tokens are not used any more (RFC 7009): everything that is due. What cannot be told now is tried
 * again with growing pauses, and given up after a day, with an event in the token's timeline.
 */
export async function revokeDue(signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const due = await claimRevocations(AT_ONCE)
    await Promise.all(due.map((revocation) => revoke(revocation, signal)))
    if (due.length < AT_ONCE) return
  }
}

async function revoke(revocation: DueRevocation, signal: AbortSignal): Promise<void> {
  try {
    await tell(revocation, AbortSignal.any([signal, AbortSignal.timeout(ONE_MS)]))
    await endRevocation(revocation, 'revoked', '')
  } catch (error) {
    const known = error instanceof ProviderError
    if (!known) log.error({ err: error, tokenId: revocation.id }, 'a token could not be revoked')
    const message = known ? error.message : 'The token could not be revoked; look into the server\u2019s log.'
    // Nobody can mend the settings any more: they are a copy of those when the token was deleted.
    const final = known && error.kind !== 'temporary' && !signal.aborted
    if (final || revocation.ageSeconds > GIVE_UP_SECONDS)
      return await endRevocation(revocation, 'revokeFailed', message)
    const pause = Math.min(LONGEST_PAUSE_SECONDS, retryAfterSeconds(revocation.attempts, Math.random()))
    await postponeRevocation(revocation, signal.aborted ? 0 : pause)
  }
}

async function tell(revocation: DueRevocation, signal: AbortSignal): Promise<void> {
  const { projectId, id, appId, tokenVersion: version, secretSealed, secretVersion } = revocation
  const clientSecret: Secret | null =
    secretSealed && (await open(secretSealed, appSecretBinding(projectId, appId, 'clientSecret', secretVersion ?? 0)))
  const provider = {
    appId,
    name: appId,
    config: toConfig(revocation.config),
    learned: learnedSchema.catch({}).parse(revocation.learned),
    clientSecret,
  }
  const row = { projectId, id, version }
  // The refresh token first: most providers end the whole grant with it, and nobody can get a new one meanwhile.
  if (revocation.refreshSealed) {
    const token = await openToken(row, 'refreshSealed', revocation.refreshSealed)
    await revokeToken(provider, { token, hint: 'refresh_token' }, signal)
  }
  const token = await openToken(row, 'accessSealed', revocation.accessSealed)
  try {
    await revokeToken(provider, { token, hint: 'access_token' }, signal)
  } catch (error) {
    // Some take refresh tokens only (RFC 7009 section 2.1): the grant is gone, and the access token lapses by itself.
    if (!(revocation.refreshSealed && error instanceof ProviderError && error.kind !== 'temporary')) throw error
  }
}
