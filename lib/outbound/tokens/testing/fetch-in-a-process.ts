import { createHash } from 'node:crypto'
import { closeDatabase } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { exposeSecret } from '@/lib/vault/secret'
import { fetchToken } from '../fetch'

// Fetches a user's latest token so many times at once: one of several processes of a test. Prints the distinct tokens, as
// SHA-256, and the messages of failures.
const [projectId = '', appId = '', userId = '', times = '1'] = process.argv.slice(2)
const wish = {
  appId,
  owner: { level: 'user' as const, userId },
  scopes: 'latest' as const,
  actor: { type: 'key' as const, id: 'k', name: 'Test' },
}
const outcomes = await Promise.allSettled(Array.from({ length: Number(times) }, () => fetchToken(projectId, wish)))
const tokens = new Set<string>()
const failures: string[] = []
for (const outcome of outcomes) {
  if (outcome.status === 'rejected') failures.push(String(outcome.reason))
  else tokens.add(createHash('sha256').update(exposeSecret(outcome.value.accessToken)).digest('hex'))
}
process.stdout.write(JSON.stringify({ fetched: outcomes.length - failures.length, tokens: [...tokens], failures }))
await closeEgress()
await closeDatabase()
