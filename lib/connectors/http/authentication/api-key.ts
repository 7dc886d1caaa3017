import { type AuthenticationResolver, requireSecret } from './resolver'

/** `<key name>: <key value>`. */
export const apiKey: AuthenticationResolver<'apiKey'> = (settings, secrets) => {
  const token = requireSecret(secrets, 'authentication.apiKey.token')
  return { headers: [[settings.apiKey.key, token]], secrets: [token] }
}
