import { IdentityError } from '@/lib/identity/errors'
import { isUserId } from '@/lib/identity/login-id'
import { findUserIds } from '@/lib/identity/users/queries'
import type { Owner } from '@/lib/outbound/owner'
import type { TokenActor } from '@/lib/outbound/tokens/types'
import { ApiError } from '../errors'
import type { Caller } from './route'

const FETCH_SCOPE = 'outbound.token.fetch'

/** Who fetches, for a token's timeline. */
export function toTokenActor(caller: Caller): TokenActor {
  if (caller.type === 'key') return { type: 'key', id: caller.keyId, name: caller.keyName }
  const { userId, keyId } = caller.bearer
  if (userId !== null) return { type: 'user', id: userId, name: userId }
  return { type: 'key', id: keyId ?? '', name: 'Access key' }
}

/**
 * The id of a user by an id or a login id.
 * @throws IdentityError `userNotFound`
 */
export async function toUserId(projectId: string, loginIdOrUserId: string): Promise<string> {
  // Whoever it is: a user that is not there has no tokens.
  if (isUserId(loginIdOrUserId)) return loginIdOrUserId
  const id = (await findUserIds(projectId, [loginIdOrUserId])).get(loginIdOrUserId)
  if (id === undefined) throw new IdentityError('userNotFound')
  return id
}

/**
 * The id of a user by an id or a login id, for a caller who is judged afterwards. Whoever comes with a JWT must not learn
 * which login ids there are: one that is not known gives nobody's id, which is refused like that of another user.
 * @throws IdentityError `userNotFound`, to a management key alone
 */
export async function toAskedUserId(caller: Caller, projectId: string, loginIdOrUserId: string): Promise<string> {
  return await toUserId(projectId, loginIdOrUserId).catch((error: unknown) => {
    if (caller.type === 'bearer' && error instanceof IdentityError && error.reason === 'userNotFound') return ''
    throw error
  })
}

/**
 * Judges whether the caller may fetch tokens of an owner. A management key may; a user gets their own, an access key in
 * its own name those of its tenants, both with a JWT of the scope that the project's settings give.
 * @throws ApiError forbidden
 */
export function requireFetch(caller: Caller, owner: Owner, withRefreshToken: boolean): void {
  if (caller.type === 'key') return
  const { userId, tenantIds, scopes } = caller.bearer
  if (!scopes.includes(FETCH_SCOPE)) {
    throw forbidden(`The JWT lacks the scope ${FETCH_SCOPE}. Add it in the console: Settings, Sessions, scope.`)
  }
  if (withRefreshToken) throw forbidden('Refresh tokens are for management keys only. Leave withRefreshToken out.')
  if (owner.level === 'tenant') {
    if (userId !== null) throw forbidden('The tokens of a tenant are not for its users.')
  } else if (owner.userId !== userId) {
    throw forbidden(userId === null ? 'This access key belongs to no user.' : 'A user may fetch their own tokens only.')
  }
  if (owner.level !== 'user' && !tenantIds.includes(owner.tenantId)) {
    throw forbidden('The JWT does not speak of this tenant.')
  }
}

/**
 * Judges whether the caller may see which apps a user has connected.
 * @throws ApiError forbidden
 */
export function requireOwn(caller: Caller, userId: string): void {
  if (caller.type === 'bearer' && caller.bearer.userId !== userId) {
    throw forbidden('A user may see their own connections only.')
  }
}

function forbidden(message: string): ApiError {
  return new ApiError('forbidden', message)
}
