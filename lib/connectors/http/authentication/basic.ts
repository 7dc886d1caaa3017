import { type AuthenticationResolver, requireSecret } from './resolver'

/** `Authorization: Basic base64(user:pass)`, in UTF-8 (RFC 7617). */
export const basic: AuthenticationResolver<'basic'> = (settings, secrets) => {
  const password = requireSecret(secrets, 'authentication.basic.password')
  const pair = `${settings.basic.username}:${password}`
  const encoded = Buffer.from(pair).toString('base64')
  return { headers: [['Authorization', `Basic ${encoded}`]], secrets: [password, pair, encoded] }
}
