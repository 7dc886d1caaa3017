import type { OauthSettings } from '@/lib/connectors/http/oauth/schema'
import type { HttpDefinition } from '@/lib/connectors/http/schema'

/** The OAuth 2.0 section of the form. The secret is null as long as the stored one stays. */
export interface OauthValues extends OauthSettings {
  clientSecret: string | null
}

export function toOauthValues(authentication: HttpDefinition['authentication'] | undefined): OauthValues {
  if (authentication?.method !== 'oauth2ClientCredentials') {
    return { clientId: '', clientSecret: '', authUrl: '', authStyle: 'header', scopes: '', tokenRequestHeaders: [] }
  }
  const { tokenRequestHeaders, ...settings } = authentication.oauth2ClientCredentials
  const rows = tokenRequestHeaders.map(({ key, value }) => ({ key, value }))
  return { ...settings, tokenRequestHeaders: rows, clientSecret: null }
}

/** What is sent: a stored secret left out. */
export function toOauthInput({ clientSecret, tokenRequestHeaders, ...settings }: OauthValues) {
  const rows = tokenRequestHeaders.map(({ key, value }) => ({ key, value }))
  return {
    method: 'oauth2ClientCredentials' as const,
    oauth2ClientCredentials: { ...settings, tokenRequestHeaders: rows, clientSecret: clientSecret ?? undefined },
  }
}
