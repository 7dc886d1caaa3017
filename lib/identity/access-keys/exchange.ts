import { getProjectSettings } from '@/lib/console/projects'
import { isInRange, parseAddress, parseRange } from '@/lib/egress/address'
import type { JsonObject } from '@/lib/language/json'
import type { AccessKey } from '@/prisma/generated/client'
import { toAddressKey } from '../attempts/address'
import { countAttempt, findLock } from '../attempts/service'
import { toSessionClaims } from '../sessions/claims'
import { toTenantContext } from '../sessions/queries'
import { signToken, toSeconds } from '../sessions/tokens'
import { toJsonObject } from '../stored-json'
import { findUser, type UserRow } from '../users/queries'
import { toUserContext } from '../users/response'
import { AccessKeyError, TooManyAttemptsError } from './errors'
import { findBySecret } from './queries'
import { rightsOf } from './rights'
import { noteAccessKeyUse } from './service'

export interface ExchangeRequest {
  projectId: string
  secret: string
  ipAddress: string
  /** The current tenant; null: none. */
  tenantId: string | null
  /** Claims that the caller wishes for: below `nsec`, because who holds the key is not who made it. */
  claims: JsonObject
}

/** The field names are what SDKs read. */
export interface ExchangeReply {
  keyId: string
  sessionJwt: string
  /** When it lapses, in seconds since 1970. */
  expiration: number
}

const WRONG_KEYS = { kind: 'accessKey', limit: 20 }
const LOCK_MINUTES = 5

/**
 * Exchanges an access key for a session JWT: the user's when the key is bound to one, else the key's own. There is no
 * refresh token; the key is exchanged again.
 * @throws AccessKeyError; TooManyAttemptsError when too many wrong keys came from the address
 */
export async function exchangeAccessKey(request: ExchangeRequest): Promise<ExchangeReply> {
  const { projectId, tenantId } = request
  const key = await requireKey(request)
  const user = key.boundUserId === null ? null : await requireBoundUser(projectId, key.boundUserId)
  const [settings, { roleNames, tenants }] = await Promise.all([getProjectSettings(projectId), rightsOf(key, user)])
  const current = tenants.find((tenant) => tenant.tenantId === tenantId)
  if (tenantId !== null && !current) throw new AccessKeyError('notMember')
  const now = new Date()
  const claims = toSessionClaims({
    subject: user?.id ?? key.id,
    methods: [],
    roleNames,
    tenants,
    tenantId,
    context: { user: user ? toUserContext(user) : {}, tenant: toTenantContext(current) },
    settings,
    custom: toJsonObject(key.customClaims),
    issuedAt: toSeconds(now),
  })
  const nsec: JsonObject = Object.keys(request.claims).length > 0 ? { nsec: request.claims } : {}
  const lapses = new Date(now.getTime() + settings.sessionLifetimeSeconds * 1_000)
  const expiresAt = key.expiresAt && key.expiresAt < lapses ? key.expiresAt : lapses
  const sessionJwt = await signToken(projectId, { ...claims, keyId: key.id, ...nsec }, expiresAt)
  await noteAccessKeyUse(key, now)
  return { keyId: key.id, sessionJwt, expiration: toSeconds(expiresAt) }
}

/** The key of a secret, when it may be used now and from there. */
async function requireKey({ projectId, secret, ipAddress }: ExchangeRequest): Promise<AccessKey> {
  const now = new Date()
  const attempt = { ...WRONG_KEYS, of: toAddressKey(ipAddress) ?? '' }
  const locked = await findLock(projectId, attempt, now)
  if (locked) throw new TooManyAttemptsError(locked)
  const key = await findBySecret(secret)
  if (key?.projectId !== projectId) {
    await countAttempt(projectId, [attempt], LOCK_MINUTES, now)
    throw new AccessKeyError('wrongKey')
  }
  if (!key.active) throw new AccessKeyError('inactive')
  if (key.expiresAt && key.expiresAt <= now) throw new AccessKeyError('expired')
  if (!isPermitted(key.permittedIps, ipAddress)) throw new AccessKeyError('address')
  return key
}

function isPermitted(permitted: readonly string[], ipAddress: string): boolean {
  if (permitted.length === 0) return true
  const address = parseAddress(ipAddress)
  if (!address) return false
  return permitted.some((text) => {
    const range = parseRange(text)
    return range !== null && isInRange(address, range)
  })
}

async function requireBoundUser(projectId: string, userId: string): Promise<UserRow> {
  const user = await findUser(projectId, userId)
  if (user?.status !== 'enabled') throw new AccessKeyError('userBarred')
  return user
}
