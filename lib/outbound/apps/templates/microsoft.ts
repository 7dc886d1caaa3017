import type { AppTemplate } from './template'

const endpoints = {
  discoveryUrl: 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
  authorizationUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
  tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
  tokenEndpointAuthentication: 'body',
  // The refresh token comes with the scope offline_access.
  accessType: 'online',
} satisfies AppTemplate['config']

const microsoft = (id: string, name: string, description: string, scopes: string[]): AppTemplate => ({
  id,
  name,
  category: 'Microsoft',
  description,
  color: '#0067b8',
  type: 'oauth',
  config: { ...endpoints, defaultScopes: ['offline_access', ...scopes] },
  registerUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  note: 'For one organisation alone, put its tenant id in the place of common. Scopes of one resource only fit in one token.',
})

export const microsoftTemplates: readonly AppTemplate[] = [
  microsoft('microsoft', 'Microsoft', 'Who someone is, by Microsoft Graph.', [
    'openid',
    'profile',
    'email',
    'User.Read',
  ]),
  microsoft('outlook', 'Outlook Mail and Calendar', 'Read mail, read and write events.', [
    'Mail.Read',
    'Calendars.ReadWrite',
  ]),
  microsoft('onedrive', 'OneDrive', 'Read and write files.', ['Files.ReadWrite']),
]
