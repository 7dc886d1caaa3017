import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { parseEnv } from '@/lib/env'
import { FLOW_FORMAT } from '@/lib/flow/schema'
import { prepare } from '@/server/prepare'

export interface Bench {
  dataDir: string
  databaseUrl: string
  pool: pg.Pool
  projectId: string
  managementKey: string
  close(): Promise<void>
}

/** A PostgreSQL of its own with its durability settings untouched, and in it the flow to run, published. */
export async function setUp(upstreamUrl: string): Promise<Bench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'))
  // As root PostgreSQL runs as another user, who must reach it.
  await chmod(dataDir, 0o755)
  const prepared = await prepare(parseEnv({ DATA_DIR: dataDir }), 'borrower', { say: () => {} })
  const databaseUrl = process.env.DATABASE_URL ?? ''
  // Imported late: these modules read the environment, which `prepare` has completed just now.
  const { closeDatabase, openDatabase } = await import('@/lib/db')
  const { pool } = openDatabase(databaseUrl, 2)
  const { ensureVault } = await import('@/lib/vault/keys')
  await ensureVault()
  const { createProject } = await import('@/lib/console/projects')
  const { id: projectId } = await createProject('Bench')
  const { createManagementKey } = await import('@/lib/console/keys')
  const { secret } = await createManagementKey(projectId, 'Bench', null)
  await publishBenchFlow(projectId, upstreamUrl)
  return {
    dataDir,
    databaseUrl,
    pool,
    projectId,
    managementKey: secret,
    async close() {
      await closeDatabase()
      await prepared.release()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** start → connector GET → condition → end. */
async function publishBenchFlow(projectId: string, upstreamUrl: string): Promise<void> {
  const connectors = await import('@/lib/connectors/service')
  const { importFlow } = await import('@/lib/flow-catalog/service')
  const { publishFlow } = await import('@/lib/flow-catalog/publish/service')
  const connector = { type: 'http', name: 'Upstream', baseUrl: upstreamUrl }
  await connectors.createConnector({ projectId, operatorId: null, connector })
  const end = { kind: 'end', result: 'success', returnTokenWithoutUser: false, next: {} }
  const outputs = [{ key: 'plan', type: 'string', value: '{{connectors.customer.plan}}' }]
  const file = {
    format: FLOW_FORMAT,
    id: 'bench',
    name: 'Bench',
    kind: 'management',
    steps: {
      start: { kind: 'start', next: { default: 'find' } },
      find: {
        kind: 'connector',
        name: 'Find the customer',
        connector: 'Upstream',
        action: 'GET',
        endpoint: '/customers?email={{client.email}}',
        timeoutSeconds: 10,
        async: false,
        contextKey: 'customer',
        errorHandling: { httpError: { mode: 'automatic' }, connectorExecution: { mode: 'automatic' } },
        next: { success: 'plan' },
      },
      plan: {
        kind: 'condition',
        name: 'Plan?',
        branches: [
          {
            id: 'pro',
            name: 'Pro',
            when: { all: [{ key: 'connectors.customer.plan', operator: 'equal', value: 'pro' }] },
          },
        ],
        next: { pro: 'pro', else: 'other' },
      },
      pro: { ...end, name: 'Pro', outputs },
      other: { ...end, name: 'Other', outputs },
    },
    layout: {},
  }
  const { id, revision } = await importFlow(projectId, { file }, null)
  await publishFlow(projectId, { flowId: id, revision, note: '' }, null)
}
