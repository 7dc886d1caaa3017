import { newToken } from '@/lib/id'
import { createDeploymentMac } from '@/lib/vault/deployment-mac'
import { callbackUrl } from '../apps/callback'
import type { OAuthConfig } from '../apps/schema'
import { isSame } from './secrets'

const mac = createDeploymentMac('connect-browsers')

/** The cookie by which the browser of an attempt is known. */
export interface BrowserCookie {
  /** One for each attempt: two windows do not take each other's away. */
  name: string
  secure: boolean
}

/**
 * The name says that no other host of the same site can have set it (RFC 6265bis section 4.1.3.2): a cookie of a sibling
 * must not make one browser pass for another. By plain http, which is for the own machine alone, browsers know no such name.
 */
export function browserCookie(config: Pick<OAuthConfig, 'callbackDomain'>, connectId: string): BrowserCookie {
  const secure = callbackUrl(config).startsWith('https:')
  return { name: `${secure ? '__Host-' : ''}patchbay-connect-${connectId}`, secure }
}

/** A new value of an attempt's cookie, which only this deployment can have made, and for this attempt alone. */
export async function newBrowser(connectId: string): Promise<string> {
  const random = newToken()
  return `${random}.${await mac(`browser|${connectId}|${random}`)}`
}

/** Whether a value was made here for this attempt. */
export async function isBrowserOf(connectId: string, value: string): Promise<boolean> {
  const [random = '', proof = '', ...more] = value.split('.')
  return more.length === 0 && isSame(proof, await mac(`browser|${connectId}|${random}`))
}

/** What the links of the page carry that was shown to this browser. */
export async function confirmProof(connectId: string, value: string): Promise<string> {
  return await mac(`confirm|${connectId}|${value}`)
}
