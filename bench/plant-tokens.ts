import type { Bench } from './setup'

export const APP = 'bench'
export const SCOPES = ['read', 'write']

/** An OAuth token with a refresh token for each of so many tenants. */
export async function plantTokens({ pool, projectId }: Bench, count: number): Promise<void> {
  const { createApp } = await import('@/lib/outbound/apps/service')
  const { storeTokens } = await import('@/lib/outbound/tokens/store')
  const { Secret } = await import('@/lib/vault/secret')
  const endpoints = { authorizationUrl: 'https://example.com/authorize', tokenUrl: 'https://example.com/token' }
  await createApp({
    projectId,
    operatorId: null,
    app: { type: 'oauth', id: APP, name: 'Bench', clientId: 'bench', ...endpoints },
  })
  await pool.query(
    `INSERT INTO "Tenant" ("projectId", "id", "name", "updatedAt") SELECT $1, 't' || n, 'Tenant ' || n, now() FROM generate_series(0, $2::int - 1) n`,
    [projectId, count],
  )
  const step = 500
  for (let from = 0; from < count; from += step) {
    const tokens = Array.from({ length: Math.min(step, count - from) }, (_, at) => ({
      appId: APP,
      owner: { level: 'tenant', tenantId: tenantOf(from + at) } as const,
      externalIdentifier: '',
      requestedScopes: SCOPES,
      answer: {
        accessToken: new Secret(`access-${from + at}-${'x'.repeat(800)}`),
        refreshToken: new Secret(`refresh-${from + at}-${'x'.repeat(60)}`),
        idToken: null,
        tokenType: 'Bearer',
        expiresInSeconds: 86_400,
        scopes: null,
        sub: '',
      },
      grantedBy: 'bench',
    }))
    await storeTokens(projectId, tokens, { actor: { type: 'system', id: '', name: '' } })
  }
  await pool.query('VACUUM ANALYZE "OutboundToken"')
}

export function tenantOf(n: number): string {
  return `t${n}`
}
