/** Who can sign in to the sandbox's provider: by name, without a password. */
export const accounts = [
  { sub: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' },
  { sub: 'grace', name: 'Grace Hopper', email: 'grace@example.com' },
  { sub: 'alan', name: 'Alan Turing', email: 'alan@example.com' },
]

export type Account = (typeof accounts)[number]

/** What an application may ask for, as the consent page says it. */
export const scopeTexts: Record<string, string> = {
  openid: 'Know who you are',
  profile: 'See your name',
  email: 'See your e-mail address',
  offline_access: 'Keep this access while you are away',
  'contacts.read': 'See your contacts',
  'contacts.write': 'Add and change contacts',
  'calendar.read': 'See your calendar',
  'files.read': 'See your files',
}

/** The client that is registered already. It guards nothing but pretended data. */
export const providerClient = { clientId: 'patchbay-sandbox', clientSecret: 'patchbay-sandbox-demo-secret' }

/** Below this path of the sandbox is the provider: its issuer. */
export const PROVIDER_PATH = '/idp'

/** The pretended contacts that an access token with `contacts.read` may read. */
export function contactsOf({ sub }: Account): { name: string; email: string }[] {
  return accounts.filter((other) => other.sub !== sub).map(({ name, email }) => ({ name, email }))
}
