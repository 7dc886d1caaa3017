import { createHash } from 'node:crypto'
import { getToken } from '../../tokens/client'
import { dropToken, type TokenOwner } from '../../tokens/queries'
import type { Token } from '../../tokens/secrets'
import { type FetchedToken, ImpatientError } from '../../tokens/share-token'
import { travelOf } from '../network/travel'
import type { OauthSettings } from '../oauth/schema'
import { secretFormsOf } from '../oauth/secrets'
import { isImpatience } from '../oauth/token-failure'
import { requestToken } from '../oauth/token-request'
import { type Authentication, type AuthenticationContext, type AuthenticationResolver, requireSecret } from './resolver'

/**
 * `Authorization: Bearer <access token>`, with a token of the client credentials grant (RFC 6749 section 4.4) that all
 * calls of the connector share. Once in a call it can be renewed.
 */
export const oauth2ClientCredentials: AuthenticationResolver<'oauth2ClientCredentials'> = async (
  { oauth2ClientCredentials: settings },
  secrets,
  context,
) => {
  const clientSecret = requireSecret(secrets, 'authentication.oauth2ClientCredentials.clientSecret')
  const { projectId, id, version, config } = context.connector
  const owner: TokenOwner = {
    projectId,
    connectorId: id,
    connectorVersion: version,
    fingerprint: fingerprintOf(settings, config.baseUrl),
  }
  const obtain = (refused: string | null) =>
    getToken({
      owner,
      refused,
      remainingMs: context.remainingMs,
      signal: context.signal,
      fetch: () => fetchToken(settings, clientSecret, context),
    }).catch((error: unknown) => {
      throw error instanceof ImpatientError ? error.cause : error
    })
  const token = await obtain(null)
  const known = secretFormsOf(settings.clientId, clientSecret)
  return {
    ...toAuthentication(token, known),
    renew: async () => {
      await dropToken(owner, token.id)
      return toAuthentication(await obtain(token.id), known)
    },
  }
}

function toAuthentication({ text }: Token, known: readonly string[]): Authentication {
  return { headers: [['Authorization', `Bearer ${text}`]], secrets: [text, ...known] }
}

async function fetchToken(
  settings: OauthSettings,
  clientSecret: string,
  context: AuthenticationContext,
): Promise<FetchedToken> {
  const started = performance.now()
  const { record, secrets, result } = await requestToken({
    settings,
    clientSecret,
    timeoutMs: context.remainingMs(),
    signal: context.signal,
    travel: travelOf(context.connector.config),
  })
  context.onTokenRequest(record, secrets)
  if ('failure' in result) throw isImpatience(result.failure) ? new ImpatientError(result.failure) : result.failure
  const { text, usableSeconds } = result.granted
  // Its life began when it was asked for, at the latest.
  return { text, usableSeconds: usableSeconds - Math.ceil((performance.now() - started) / 1000) }
}

/** Tells the settings apart that a token is got and used with. */
function fingerprintOf({ clientId, authUrl, authStyle, scopes, tokenRequestHeaders }: OauthSettings, baseUrl: string) {
  const parts = [
    clientId,
    authUrl,
    authStyle,
    scopes,
    tokenRequestHeaders.map(({ key, value }) => [key, value]),
    baseUrl,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
