import * as oauth from 'oauth4webapi'
import { getProjectSettings } from '@/lib/console/projects'
import { hashToken, newToken } from '@/lib/id'
import { callbackUrl } from '../apps/callback'
import { loadProvider } from '../apps/load'
import { OutboundError } from '../errors'
import { resolveEndpoints } from '../oauth/endpoints'
import { toAuthorizationUrl } from './authorization-url'
import { type BrowserCookie, browserCookie, confirmProof, isBrowserOf, newBrowser } from './browser'
import { failConnect } from './fail'
import { type Finished, toFinished } from './finished'
import { findBySecret, findNames, spendTicket } from './queries'
import { isSame, sealProofs } from './secrets'

/** A browser that has come with a ticket. */
export interface Visit {
  ticket: string
  /** The value of a cookie that the browser has. */
  cookieOf(name: string): string | undefined
  /** The browser says that it was not sent here by a page of Patchbay (Fetch Metadata); older ones do not say. */
  fromElsewhere: boolean
  /** What the confirmation page's links carry. */
  answer: { type: 'none' } | { type: 'continue' | 'cancel'; proof: string }
}

export type Opening =
  /** The person is to say whether it is the right account. */
  | { type: 'confirm'; cookie: BrowserCookie; browser: string; proof: string; app: string; tiedTo: TiedTo }
  /** On to the provider. */
  | { type: 'go'; cookie: BrowserCookie; browser: string; url: string }
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
export async function openTicket({ ticket, cookieOf, fromElsewhere, answer }: Visit): Promise<Opening> {
  const ticketHash = hashToken(ticket)
  const connect = await findBySecret({ ticketHash })
  if (connect?.status !== 'pending' || connect.expired) throw new OutboundError('ticketInvalid')
  const { projectId, id } = connect
  const provider = await loadProvider(projectId, connect.appId)
  const { confirmConnect } = await getProjectSettings(projectId)
  const { config } = provider
  const cookie = browserCookie(config, id)
  const known = cookieOf(cookie.name)
  // Only the page that was shown to this browser knows the proof: no other site can press its buttons, nor hand somebody
  // else the page and the cookie of its own.
  const confirmed =
    known !== undefined &&
    answer.type !== 'none' &&
    !fromElsewhere &&
    (await isBrowserOf(id, known)) &&
    isSame(answer.proof, await confirmProof(id, known))
  if (confirmed && answer.type === 'cancel') {
    const error = new OutboundError('consentRefused')
    await failConnect(connect, error, null)
    return { type: 'cancelled', finished: await toFinished(connect, provider, error) }
  }
  const redirectUri = callbackUrl(config)
  // A new one each time: nobody can have planted it in this browser before.
  const browser = confirmed ? known : await newBrowser(id)
  if (confirmConnect && !confirmed) {
    const tiedTo = await findNames(projectId, connect.owner)
    const proof = await confirmProof(id, browser)
    return { type: 'confirm', cookie, browser, proof, app: provider.name, tiedTo }
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
  return { type: 'go', cookie, browser, url }
}
