import { recordAudit } from '@/lib/audit/service'
import { hashToken } from '@/lib/id'
import type { Json } from '@/lib/language/json'
import { log } from '@/lib/log'
import { DomainError } from '@/lib/result'
import { callbackUrl } from '../apps/callback'
import { loadProvider, type Provider } from '../apps/load'
import { OutboundError } from '../errors'
import { exchangeCode } from '../oauth/exchange-code'
import { ProviderError } from '../oauth/provider-error'
import { textOf } from '../oauth/token-answer'
import { insist } from '../tokens/insist'
import { storeToken } from '../tokens/store'
import { queueUnstored } from '../tokens/unstored'
import { readActor } from './actor'
import { awaitEnd } from './await-end'
import { browserCookie } from './browser'
import { about, auditActor, failConnect } from './fail'
import { type Finished, toFinished } from './finished'
import { requireIssuer } from './issuer'
import { endConnect, findBySecret, type StoredConnect, spendState } from './queries'
import { isSame, openProofs } from './secrets'
import { personOf, requireStanding } from './standing'

/** What a provider sent back (RFC 6749 section 4.1.2, RFC 9207). Empty text: absent. */
export interface ProviderAnswer {
  state: string
  code: string
  iss: string
  error: string
  errorDescription: string
}

/** Who brings the answer: the browser that was sent out, by its cookie, or the user's own session. */
export type Bearer =
  | { type: 'browser'; cookieOf(name: string): string | undefined }
  | { type: 'session'; projectId: string; userId: string }

/**
 * Takes a provider's answer: exchanges the code and stores the token. The state is spent by it, whatever comes of it; who
 * brings it once more, by reloading for one, learns the end of it. It goes on when whoever brought the answer has left: the
 * code is spent, and its tokens must not be lost.
 * @param signal ends a wait for somebody else's exchange
 * @throws OutboundError stateInvalid, wrongBrowser, connectEnded, underWay: nothing is done then
 */
export async function finishConnect(answer: ProviderAnswer, bearer: Bearer, signal?: AbortSignal): Promise<Finished> {
  const stateHash = hashToken(answer.state)
  const connect = await findBySecret({ stateHash })
  if (!connect) throw new OutboundError('stateInvalid')
  const provider = await loadProvider(connect.projectId, connect.appId)
  // Before anything is spent: who has got hold of a state must not be able to end the attempt of its owner.
  if (!isBringer(connect, provider, bearer)) {
    // Its cookie went with its end.
    if (connect.status !== 'opened') throw new OutboundError('connectEnded')
    throw new OutboundError(bearer.type === 'browser' ? 'wrongBrowser' : 'stateInvalid')
  }
  const sealed = connect.verifierSealed
  if (connect.status !== 'opened' || !sealed) return await awaitEnd(connect, provider, signal)
  if (connect.expired) {
    const error = new OutboundError('timedOut')
    await failConnect(connect, error, null)
    return await toFinished(connect, provider, error)
  }
  if (!(await spendState(stateHash))) return await awaitEnd(connect, provider, signal)
  try {
    await requireStanding(connect)
    await requireIssuer(provider, answer.iss)
    await connectAccount(connect, provider, sealed, answer)
    return await toFinished(connect, provider, null)
  } catch (thrown) {
    const failure = toFailure(thrown)
    if (!failure) {
      // Its state is spent, so that nobody could bring it to an end any more.
      await failConnect(connect, new OutboundError('notStored'), null).catch((error: unknown) =>
        log.error({ err: error, connectId: connect.id }, 'the end of a connect could not be written'),
      )
      throw thrown
    }
    const { error, record } = failure
    await failConnect(connect, error, record)
    return await toFinished(connect, provider, error)
  }
}

async function connectAccount(
  connect: StoredConnect,
  provider: Provider,
  sealed: Uint8Array,
  answer: ProviderAnswer,
): Promise<void> {
  if (answer.error !== '') throw explainRefusal(answer)
  if (answer.code === '') throw new OutboundError('providerRefused', 'its answer holds no code')
  const { projectId, id, appId, owner, externalIdentifier, scopes, grantedBy } = connect
  const proofs = await openProofs(projectId, id, sealed)
  const redirectUri = callbackUrl(provider.config)
  const tokens = await exchangeCode(provider, { code: answer.code, redirectUri, answeredBy: answer.iss, ...proofs })
  const token = { appId, owner, externalIdentifier, requestedScopes: scopes, answer: tokens, grantedBy }
  // The code is spent: what it gave would be lost with a write that fails.
  const store = () => storeToken(projectId, { ...token, actor: readActor(connect), ofMember: true })
  const { tokenId } = await insist(store, (error) => toFailure(error) !== null).catch(async (error: unknown) => {
    // Whoever it was for went in this very moment: nobody else knows of these tokens, so their provider is told.
    if (toFailure(error)) await queueUnstored({ projectId, appId }, tokens)
    throw error
  })
  await endConnect({ projectId, id }, { status: 'completed', tokenId, record: tokens.record })
  await recordAudit(await auditActor(connect), projectId, {
    action: 'connection.connect',
    targetId: appId,
    ...about(connect),
    data: { tokenId, scopes, ...(externalIdentifier === '' ? {} : { externalIdentifier }) },
  })
}

function isBringer(connect: StoredConnect, { config }: Provider, bearer: Bearer): boolean {
  if (bearer.type === 'browser') {
    const cookie = bearer.cookieOf(browserCookie(config, connect.id).name)
    return cookie !== undefined && connect.browserHash !== null && isSame(hashToken(cookie), connect.browserHash)
  }
  return connect.projectId === bearer.projectId && personOf(connect) === bearer.userId
}

function explainRefusal({ error, errorDescription }: ProviderAnswer): OutboundError {
  if (error === 'access_denied') return new OutboundError('consentRefused')
  const description = textOf(errorDescription)?.replace(/\.$/, '')
  const said = `${textOf(error) ?? 'error'}${description ? ` (${description})` : ''}`
  const temporary = error === 'temporarily_unavailable' || error === 'server_error'
  return new OutboundError(temporary ? 'providerUnavailable' : 'providerRefused', said)
}

/** Null: nothing that the provider or the user could have done otherwise. */
function toFailure(thrown: unknown): { error: OutboundError; record: Json } | null {
  if (thrown instanceof OutboundError) return { error: thrown, record: null }
  if (thrown instanceof ProviderError) {
    const reason = thrown.kind === 'temporary' ? 'providerUnavailable' : 'providerRefused'
    return { error: new OutboundError(reason, thrown.message.replace(/\.$/, '')), record: thrown.record }
  }
  // The user or the tenant was deleted while they were away.
  if (thrown instanceof DomainError && thrown.code === 'notFound')
    return { error: new OutboundError('ownerGone'), record: null }
  return null
}
