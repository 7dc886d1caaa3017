import { createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Provider } from '../apps/load'
import { Wire } from './wire'

/** The keys of a provider, as jose looks one up. */
export type KeySet = ReturnType<typeof createLocalJWKSet>

const KEEP_MS = 60 * 60 * 1000
/** However many tokens come that are signed with keys that nobody knows. */
const READ_AGAIN_MS = 60 * 1000
const MOST_REMEMBERED = 1_000
const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(200) })

const remembered = new Map<string, { keys: KeySet; readAt: number }>()

/**
 * The keys that a provider publishes (RFC 7517), of the last hour.
 * @param unfit keys that lack one: they are read again, once a minute at most
 * @returns null when they cannot be had: an ID token came straight from its provider, which vouches for it
 */
export async function readKeys(
  url: string,
  provider: Provider,
  signal: AbortSignal | undefined,
  unfit?: KeySet,
): Promise<KeySet | null> {
  const name = `${provider.projectId}/${provider.appId} ${url}`
  const known = remembered.get(name)
  const keepMs = known && known.keys === unfit ? READ_AGAIN_MS : KEEP_MS
  if (known && known.readAt + keepMs > Date.now()) return known.keys
  const wire = new Wire(provider, 'keys', [], signal)
  try {
    await wire.send(url, { method: 'GET', headers: { accept: 'application/json' } })
    const set = jwksSchema.parse(JSON.parse(wire.answer?.body.toString('utf8') ?? ''))
    const keys = createLocalJWKSet(set satisfies JSONWebKeySet)
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(name, { keys, readAt: Date.now() })
    return keys
  } catch {
    return null
  }
}
