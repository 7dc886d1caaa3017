import { consoleUrl } from '@/lib/console/origins'
import type { OAuthConfig } from './schema'

const CALLBACK_PATH = '/v1/outbound/oauth/callback'

/** The redirect URI of an app: registered at its provider, and sent with each request (RFC 6749 section 3.1.2). */
export function callbackUrl({ callbackDomain }: Pick<OAuthConfig, 'callbackDomain'>): string {
  return `${callbackDomain === '' ? consoleUrl().replace(/\/+$/, '') : `https://${callbackDomain}`}${CALLBACK_PATH}`
}
