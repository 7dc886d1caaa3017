import type { AuditActor } from '@/lib/audit/types'
import { toTenantContext } from '@/lib/identity/tenants/response'
import type { UserRow } from '@/lib/identity/users/queries'
import { toUserContext } from '@/lib/identity/users/response'
import { isJsonObject, type JsonObject, toText } from '@/lib/language/json'
import type { ContextPatch, EffectResult, SignedIn } from '@/lib/language/outcome'
import { getPath } from '@/lib/language/path'
import { DomainError } from '@/lib/result'
import type { Tenant } from '@/prisma/generated/client'
import type { EffectRun } from '../effect-run'

/** What an action did. */
export interface Deed extends Pick<EffectResult, 'patch' | 'signedIn' | 'pendingCode'> {
  /** For the runner message. */
  record: JsonObject
  /** Placeholders that had no value. */
  missing?: readonly string[]
  /** Plaintext that was used: later messages are masked with it. */
  secrets?: readonly string[]
}

/** Why an action cannot be carried out where it stands: for the author of the flow. */
const texts = {
  noUser:
    'There is no user: nobody has signed in and none was loaded. Put a sign-in action or Load User before this step.',
  notSignedIn: 'Nobody has signed in. Put a sign-in action before this step.',
  notMember: 'The user does not belong to this tenant. Add them to it first, or do not begin their session in it.',
  tenantDisabled: 'This tenant is disabled. Enable it on its page.',
  noMailConnector:
    'No mail connector is chosen, so the code can only be shown to who runs the flow in the console. Choose a SMTP connector in the step.',
  noPasswordField: 'No password was typed in before this step. Put a screen with a password field before it.',
  noCodeField: 'No code was typed in before this step. Put a screen with a code field before it.',
} as const

export class ActionRefused extends DomainError {
  constructor(readonly reason: keyof typeof texts) {
    super('invalid', texts[reason])
    this.name = 'ActionRefused'
  }
}

/** The user whom `user.*` tells of: who has signed in, or was loaded. @throws ActionRefused */
export function requireUserId({ state }: EffectRun): string {
  const userId = getPath(state.context, ['user', 'userId'])
  if (typeof userId !== 'string') throw new ActionRefused('noUser')
  return userId
}

export function ipAddressOf({ state }: EffectRun): string {
  return toText(getPath(state.context, ['ipAddress']))
}

export function userPatch(user: UserRow): ContextPatch {
  return [{ path: ['user'], value: toUserContext(user) }]
}

export function tenantPatch(tenant: Tenant): ContextPatch {
  return [{ path: ['tenant'], value: toTenantContext(tenant) }]
}

/** Who an execution has signed in, with one more proof; somebody else than before begins afresh. */
export function signIn({ state }: EffectRun, user: UserRow, method: string, created: boolean): SignedIn {
  const before = state.signedIn?.userId === user.id ? state.signedIn : null
  return {
    userId: user.id,
    tenantId: before?.tenantId ?? null,
    methods: [...new Set([...(before?.methods ?? []), method])],
    firstSeen: before?.firstSeen ?? (created || user.lastSignInAt === null),
  }
}

/** What another user left behind does not become this one's: their tenant and claims go. */
export function signInPatch({ state }: EffectRun, user: UserRow): ContextPatch {
  const same = getPath(state.context, ['user', 'userId']) === user.id
  const hadClaims = isJsonObject(state.context.jwtClaims) || isJsonObject(state.context.tenant)
  const cleared = same || !hadClaims ? [] : [clear('tenant'), clear('jwtClaims')]
  return [...cleared, ...userPatch(user)]
}

export function clear(root: 'user' | 'tenant' | 'jwtClaims') {
  return { path: [root], value: {} }
}

/** Who did it, for the audit log: the flow, for nobody else has. */
export function actorOf({ execution }: EffectRun): AuditActor {
  return { type: 'system', id: execution.flowId, name: `Flow ${execution.flowName}` }
}
