import type { AppTemplate } from './template'

// A refresh token comes with the first consent alone; asked for each time, it also comes when someone connects again.
const endpoints = {
  discoveryUrl: 'https://accounts.google.com/.well-known/openid-configuration',
  authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenUrl: 'https://oauth2.googleapis.com/token',
  revocationUrl: 'https://oauth2.googleapis.com/revoke',
  tokenEndpointAuthentication: 'body',
  accessType: 'offline',
  prompt: ['consent'],
} satisfies AppTemplate['config']

const api = (name: string) => `https://www.googleapis.com/auth/${name}`

const google = (
  id: string,
  name: string,
  description: string,
  scopes: string[],
  note = 'Enable its API in the Google Cloud project of the client. While the consent screen is in testing, refresh tokens end after 7 days.',
): AppTemplate => ({
  id,
  name,
  category: 'Google',
  description,
  color: '#1a73e8',
  type: 'oauth',
  config: { ...endpoints, defaultScopes: scopes },
  registerUrl: 'https://console.cloud.google.com/apis/credentials',
  note,
})

export const googleTemplates: readonly AppTemplate[] = [
  google(
    'google',
    'Google',
    'Who someone is: name and mail address.',
    ['openid', 'email', 'profile'],
    'Make a client of type Web application. While the consent screen is in testing, refresh tokens end after 7 days.',
  ),
  google('google-calendar', 'Google Calendar', 'Read and write events.', [api('calendar')]),
  google('google-contacts', 'Google Contacts', 'Read contacts.', [api('contacts.readonly')]),
  google('google-drive', 'Google Drive', 'Files that the person opens with your application.', [api('drive.file')]),
  google('gmail', 'Gmail', 'Read mail.', [api('gmail.readonly')]),
  google('google-sheets', 'Google Sheets', 'Read and write spreadsheets.', [api('spreadsheets')]),
]
