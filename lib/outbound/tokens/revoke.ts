import { setTimeout as sleep } from 'node:timers/promises'
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
/** Taken at a time. */
const BATCH = 8
/** Apps that are told at the same time, and how many requests each gets: one that is slow holds up itself. */
const MOST_APPS = 16
const PER_APP = 2
/** After so many failures of one app its provider is in trouble: the rest waits for the next run. */
const MOST_FAILURES = 3
const LOOK_AGAIN_MS = 500
const ONE_MS = 30_000

/**
 * Tells providers which tokens are not used any more (RFC 7009): everything that is due. What cannot be told now is tried
 * again with growing pauses, and given up after a day, with an event in the token's timeline. An app is told within a lane
 * of its own, so that the others need not wait for a provider that does not answer.
 */
export async function revokeDue(signal: AbortSignal): Promise<void> {
  const lanes = new Map<string, Promise<void>>()
  const troubled = new Set<string>()
  try {
    for (;;) {
      signal.throwIfAborted()
      const due = lanes.size < MOST_APPS ? await claimRevocations(BATCH, [...lanes.keys(), ...troubled]) : []
      for (const [app, revocations] of Map.groupBy(due, ({ projectId, appId }) => `${projectId}/${appId}`)) {
        const lane = revokeOfApp(app, revocations, troubled, signal).finally(() => lanes.delete(app))
        // It is waited for below.
        lane.catch(() => {})
        lanes.set(app, lane)
      }
      if (due.length > 0) continue
      if (lanes.size === 0) return
      await Promise.race([...lanes.values(), sleep(LOOK_AGAIN_MS)])
    }
  } finally {
    await Promise.allSettled(lanes.values())
  }
}

async function revokeOfApp(
  app: string,
  revocations: DueRevocation[],
  troubled: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  const worker = async () => {
    for (let next = revocations.shift(); next; next = revocations.shift()) {
      if (failures >= MOST_FAILURES || signal.aborted) await postponeRevocation(next, 0)
      else if (!(await revoke(next, signal))) failures += 1
    }
  }
  await Promise.all(Array.from({ length: PER_APP }, worker))
  if (failures >= MOST_FAILURES) troubled.add(app)
}

/** @returns false: it is to be tried again */
async function revoke(revocation: DueRevocation, signal: AbortSignal): Promise<boolean> {
  try {
    await tell(revocation, AbortSignal.any([signal, AbortSignal.timeout(ONE_MS)]))
    await endRevocation(revocation, 'revoked', '')
    return true
  } catch (error) {
    const known = error instanceof ProviderError
    if (!known) log.error({ err: error, tokenId: revocation.id }, 'a token could not be revoked')
    const message = known ? error.message : 'The token could not be revoked; look into the server\u2019s log.'
    // Nobody can mend the settings any more: they are a copy of those when the token was deleted.
    const final = known && error.kind !== 'temporary' && !signal.aborted
    if (final || revocation.ageSeconds > GIVE_UP_SECONDS) {
      await endRevocation(revocation, 'revokeFailed', message)
      return final
    }
    const pause = Math.min(LONGEST_PAUSE_SECONDS, retryAfterSeconds(revocation.attempts, Math.random()))
    await postponeRevocation(revocation, signal.aborted ? 0 : pause)
    return false
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
