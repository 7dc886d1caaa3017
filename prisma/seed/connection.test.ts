import { expect, it } from 'vitest'
import { outboundAppSchema } from '@/lib/outbound/apps/schema'
import { PROVIDER_PATH, providerClient, scopeTexts } from '@/server/sandbox/provider/data'
import { sampleConnection } from './connection'

it('is the client that the sandbox’s provider has, with scopes that it knows', () => {
  const app = outboundAppSchema.parse(sampleConnection('http://127.0.0.1:3999'))
  expect(app).toMatchObject({ ...providerClient, tokenUrl: `http://127.0.0.1:3999${PROVIDER_PATH}/token` })
  if (app.type === 'oauth') for (const scope of app.defaultScopes) expect(scopeTexts).toHaveProperty([scope])
})
