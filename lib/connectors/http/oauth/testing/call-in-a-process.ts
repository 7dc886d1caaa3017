import { closeDatabase } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { testConnector } from '../../../call'

// Calls a connector so many times at once and prints how many calls succeeded: one of several processes of a test.
const [projectId = '', connectorId = '', times = '1'] = process.argv.slice(2)
const call = { action: 'GET', endpoint: '/x', payload: null, timeoutSeconds: 20 }
const outcomes = await Promise.all(
  Array.from({ length: Number(times) }, () => testConnector({ projectId, connectorId, call, values: {} })),
)
process.stdout.write(String(outcomes.filter(({ ok }) => ok).length))
await closeEgress()
await closeDatabase()
