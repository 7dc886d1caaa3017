import { createHash } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import { getProjectSettings } from '@/lib/console/projects'
import { hashToken, newToken } from '@/lib/id'
import { callbackUrl } from '../apps/callback'
import { loadProvider } from '../apps/load'
import { OutboundError } from '../errors'
import { resolveEndpoints } from '../oauth/endpoints'
import { toAuthorizationUrl } from './authorization-url'
import { failConnect } from './fail'
import { type Finished, toFinished } from './finished'
import { findBySecret, findNames, spendTicket } from './queries'
import { isSame, sealProofs } from './secrets'

/** A browser that has come with a ticket. */
export interface Visit {
  ticket: string
  /** The value of this attempt's cookie, when the browser has it already. */
  cookieOf(connectId: string): string | undefined
  /** What the confirmation page's links carry. */
  answer: { type: 'none' } | { type: 'continue' | 'cancel'; proof: string }
}

export type Opening =
  /** The person is to say whether it is the right account. */
  | { type: 'confirm'; connectId: string; browser: string; secure: boolean; proof: string; app: string; tiedTo: TiedTo }
  /** On to the provider. */
  | { type: 'go'; connectId: string; browser: string; url: string; secure: boolean }
  /** The person does not want to. */
  | { type: 'cancelled'; finished: Finished }

export interface TiedTo {
  project: string
  user: string | null
  tenant: string | null
}

/**
 * Opens a ticket: binds the browser to the attempt and makes state, PKCE and nonce. A ticket is spent by it, unless the
 * project wants the account confirmed first: then it is spent by going on.
 * @throws OutboundError ticketInvalid, notFound, notConfigured; ProviderError
 */
export async function openTicket({ ticket, cookieOf, answer }: Visit): Promise<Opening> {
  const ticketHash = hashToken(ticket)
  const connect = await findBySecret({ ticketHash })
  if (connect?.status !== 'pending' || connect.expired) throw new OutboundError('ticketInvalid')
  const { projectId, id } = connect
  const provider = await loadProvider(projectId, connect.appId)
  const { confirmConnect } = await getProjectSettings(projectId)
  const known = cookieOf(id)
  // Only the page that was shown to this browser knows the proof: no other site can press its buttons.
  const confirmed = known !== undefined && answer.type !== 'none' && isSame(answer.proof, proofOf(known))
  if (confirmed && answer.type === 'cancel') {
    const error = new OutboundError('consentRefused')
    await failConnect(connect, error, null)
    return { type: 'cancelled', finished: await toFinished(connect, provider, error) }
  }
  const { config } = provider
  const redirectUri = callbackUrl(config)
  const secure = redirectUri.startsWith('https:')
  // A new one each time: nobody can have planted it in this browser before.
  const browser = confirmed ? known : newToken()
  if (confirmConnect && !confirmed) {
    const tiedTo = await findNames(projectId, connect.owner)
    return { type: 'confirm', connectId: id, browser, secure, proof: proofOf(browser), app: provider.name, tiedTo }
  }
  const { authorizationUrl } = await resolveEndpoints(provider)
  const state = newToken()
  const verifier = config.pkce ? oauth.generateRandomCodeVerifier() : null
  const nonce = connect.scopes.includes('openid') ? newToken() : null
  const spent = await spendTicket(ticketHash, {
    stateHash: hashToken(state),
    browserHash: hashToken(browser),
    verifierSealed: await sealProofs(projectId, id, { verifier, nonce }),
  })
  if (!spent) throw new OutboundError('ticketInvalid')
  const challenge = verifier === null ? null : await oauth.calculatePKCECodeChallenge(verifier)
  const { scopes, prompt } = connect
  const url = toAuthorizationUrl(config, { authorizationUrl, redirectUri, scopes, prompt, state, challenge, nonce })
  return { type: 'go', connectId: id, browser, url, secure }
}

function proofOf(browser: string): string {
  return createHash('sha256').update(`confirm:${browser}`).digest('hex')
}
