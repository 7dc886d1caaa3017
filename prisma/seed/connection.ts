import type { OutboundAppDraft } from '@/lib/outbound/apps/schema'

/**
 * The sandbox's provider as a connection, with the client that is registered there: users and tenants can connect with
 * no internet.
 */
export function sampleConnection(sandboxUrl: string): OutboundAppDraft {
  const provider = `${sandboxUrl}/idp`
  return {
    type: 'oauth',
    id: 'acme',
    name: 'Acme Contacts',
    description: 'The sandbox’s provider: sign in there as Ada, Grace or Alan, without a password.',
    clientId: 'patchbay-sandbox',
    clientSecret: 'patchbay-sandbox-demo-secret',
    discoveryUrl: `${provider}/.well-known/openid-configuration`,
    authorizationUrl: `${provider}/auth`,
    tokenUrl: `${provider}/token`,
    revocationUrl: `${provider}/token/revocation`,
    dcrUrl: `${provider}/reg`,
    defaultScopes: ['openid', 'profile', 'contacts.read'],
  }
}
