import type { Plan } from '@/lib/engine/plan'
import type { ExecutionState } from '@/lib/engine/state'
import type { SessionError } from '@/lib/identity/sessions/errors'
import { makeTokens } from '@/lib/identity/sessions/reply'
import { createSession, type NewSession, reissueSession } from '@/lib/identity/sessions/service/issue'
import { isJsonObject, type JsonObject } from '@/lib/language/json'
import { getPath } from '@/lib/language/path'
import type { ExecutionHeader } from './journal'
import type { Caller } from './stored-state'
import type { FlowReply } from './types'

/** The session that an execution has ended with. Its tokens are signed for each reply and kept nowhere. */
export interface EndSession {
  id: string
  firstSeen: boolean
}

/** A session that this request has opened, with what the tokens of its own reply are made of. */
export interface OpenedSession extends EndSession {
  made: NewSession
}

/** Who tries a flow out in the console or on the command line is nobody's user. */
const ISSUING_TRIGGERS = ['api', 'hosted']

/**
 * The session of an interactive execution that has ended well with a signed-in user, or with a loaded one when its End
 * step issues tokens without a sign-in. Null: none is due.
 * @param caller whose device and address are shown of the session
 * @throws SessionError when the user may have no session
 */
export async function openSession(
  { projectId, trigger }: ExecutionHeader,
  plan: Plan,
  { status, signedIn, tokenWithoutUser, context }: ExecutionState,
  caller: Caller | undefined,
): Promise<OpenedSession | null> {
  if (status !== 'completed' || plan.kind !== 'interactive' || !ISSUING_TRIGGERS.includes(trigger)) return null
  const loaded = tokenWithoutUser ? text(context, ['user', 'userId']) : ''
  const who = signedIn ?? (loaded ? { userId: loaded, tenantId: null, methods: [], firstSeen: false } : null)
  if (!who) return null
  const { jwtClaims } = context
  const made = await createSession({
    ...who,
    projectId,
    claims: isJsonObject(jwtClaims) ? jwtClaims : {},
    ipAddress: caller?.ipAddress ?? text(context, ['ipAddress']),
    userAgent: caller?.userAgent ?? '',
  })
  return { id: made.session.id, firstSeen: who.firstSeen, made }
}

/** How an execution ends whose user may have no session after all. */
export function withoutSession(state: ExecutionState, error: SessionError): ExecutionState {
  const { message } = error
  return {
    ...state,
    status: 'failed',
    outputs: null,
    error: { code: 'sessionRefused', description: 'The user may not sign in', message },
  }
}

/** The reply with the tokens of the session that its request has opened. */
export async function withTokens(reply: FlowReply, session: OpenedSession | null): Promise<FlowReply> {
  return session ? { ...reply, authInfo: await makeTokens({ ...session.made, firstSeen: session.firstSeen }) } : reply
}

/** A reply that is given again, with the tokens of its session unless somebody has used them or they are minutes old. */
export async function withTokensAgain(
  projectId: string,
  reply: FlowReply,
  session: EndSession | null,
): Promise<FlowReply> {
  const authInfo = session && (await reissueSession(projectId, session.id, session.firstSeen))
  return authInfo ? { ...reply, authInfo } : reply
}

function text(context: JsonObject, path: string[]): string {
  const value = getPath(context, path)
  return typeof value === 'string' ? value : ''
}
