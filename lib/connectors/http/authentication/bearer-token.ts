import { type AuthenticationResolver, requireSecret } from './resolver'

/** `Authorization: Bearer <token>` (RFC 6750 section 2.1). */
export const bearerToken: AuthenticationResolver<'bearerToken'> = (_settings, secrets) => {
  const token = requireSecret(secrets, 'authentication.bearerToken')
  return { headers: [['Authorization', `Bearer ${token}`]], secrets: [token] }
}
