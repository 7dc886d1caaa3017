import { db } from '@/lib/db'
import { makePerson } from '@/lib/identity/testing/person'
import { exposeSecret } from '@/lib/vault/secret'
import { loadProvider, type Provider } from '../../apps/load'
import { createApp } from '../../apps/service'
import { exchangeCode } from '../../oauth/exchange-code'
import { type QuirkyProvider, quirkyClient } from '../../oauth/testing/quirky-provider'
import { fetchToken, type TokenWish } from '../fetch'
import { storeToken } from '../store'
import type { TokenActor } from '../types'

export const testActor: TokenActor = { type: 'key', id: 'k1', name: 'Backend' }

/** A project with Ada and the app `crm` at a provider, by which she has connected. */
export interface ConnectedUser {
  projectId: string
  userId: string
  tokenId: string
  provider: Provider
  /** Fetches her latest token. */
  fetch(changes?: Partial<TokenWish>): Promise<string>
  /** Makes her token lapse so many seconds from now. */
  lapseIn(seconds: number, lifeSeconds?: number): Promise<void>
  row(): Promise<NonNullable<Awaited<ReturnType<typeof findRow>>>>
  events(): Promise<string[]>
}

export async function connectUser(quirky: QuirkyProvider): Promise<ConnectedUser> {
  const { projectId, userId } = await makePerson()
  const app = {
    type: 'oauth',
    id: 'crm',
    name: 'CRM',
    clientId: quirkyClient.id,
    clientSecret: quirkyClient.secret,
    authorizationUrl: `${quirky.origin}/authorize`,
    tokenUrl: `${quirky.origin}/token`,
    revocationUrl: `${quirky.origin}/revoke`,
  }
  await createApp({ projectId, operatorId: null, app })
  const provider = await loadProvider(projectId, 'crm')
  const redirectUri = 'http://127.0.0.1:9/callback'
  const given = { code: quirky.issueCode(), redirectUri, verifier: 'v'.repeat(43), nonce: null }
  const answer = await exchangeCode(provider, given)
  const owner = { level: 'user' as const, userId }
  const place = { appId: 'crm', owner, externalIdentifier: '' }
  const { tokenId } = await storeToken(projectId, {
    ...place,
    requestedScopes: ['read', 'write'],
    answer,
    grantedBy: 'Ada',
    actor: testActor,
  })
  quirky.requests.length = 0
  return {
    projectId,
    userId,
    tokenId,
    provider,
    fetch: async (changes) => {
      const token = await fetchToken(projectId, { appId: 'crm', owner, scopes: 'latest', actor: testActor, ...changes })
      return exposeSecret(token.accessToken)
    },
    lapseIn: async (seconds, lifeSeconds = 3_600) => {
      await db().$executeRaw`UPDATE "OutboundToken" SET "expiresAt" = now() + make_interval(secs => ${seconds}::float8),
        "obtainedAt" = now() + make_interval(secs => ${seconds - lifeSeconds}::float8), "lastRefreshAt" = NULL
        WHERE "projectId" = ${projectId}`
    },
    row: () => findRow(projectId, tokenId),
    events: async () => {
      const events = await db().outboundTokenEvent.findMany({ where: { projectId }, orderBy: [{ at: 'asc' }] })
      return events.map(({ type }) => type)
    },
  }
}

function findRow(projectId: string, id: string) {
  return db().outboundToken.findUniqueOrThrow({ where: { projectId_id: { projectId, id } } })
}
