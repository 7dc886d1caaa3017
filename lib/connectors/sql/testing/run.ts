import type { Json } from '@/lib/language/json'
import { formatPath } from '@/lib/language/path'
import { Secret } from '@/lib/vault/secret'
import { sqlClient } from '../client'
import { sqlConfigSchema } from '../schema'

export interface TestQuery {
  parameters?: Json[]
  values?: Record<string, Json>
  timeoutSeconds?: number
  scopeSecrets?: string[]
  signal?: AbortSignal
}

/** A SQL connector with these settings, as a flow calls it. */
export function testConnector(settings: Record<string, unknown>, password: string) {
  const prepared = sqlClient.prepare({
    projectId: 'P1',
    version: 1,
    id: 'c1',
    type: 'sql',
    name: 'Database',
    config: sqlConfigSchema.parse(settings),
    secrets: new Map([['password', new Secret(password)]]),
  })
  return {
    close: () => prepared.close?.(),
    run: (query: string, { parameters = [], values = {}, timeoutSeconds, scopeSecrets = [], signal }: TestQuery = {}) =>
      prepared.call({
        call: { action: 'executeQuery', sql: { query, parameters }, timeoutSeconds: timeoutSeconds ?? null },
        scope: { read: (path) => values[formatPath(path)] },
        scopeSecrets,
        signal,
      }),
  }
}
