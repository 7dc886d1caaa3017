import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProject, startThirdParty } from '@/lib/api/testing/project'
import { createConnector } from '@/lib/connectors/service'
import { closeDatabase, db, openDatabase, pool } from '@/lib/db'
import { createApp } from '@/lib/outbound/apps/service'
import { storeApiKey } from '@/lib/outbound/tokens/store'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { Secret } from '@/lib/vault/secret'
import { migrate } from './database/migrate'
import { openScratch, type ScratchDatabase } from './database/scratch'
import { type ServerProcess, startCommand, startServerProcess } from './testing/processes'

// Two real processes serve while a third one rotates and is killed again and again.
const CONNECTORS = 40
const TOKENS = 3_000
const FIRST_KEY = process.env.VAULT_KEY ?? ''
const NEXT_KEY = '22'.repeat(32)
let scratch: ScratchDatabase
let project: Awaited<ReturnType<typeof makeProject>>
let thirdParty: Awaited<ReturnType<typeof startThirdParty>>
const servers: ServerProcess[] = []

beforeAll(async () => {
  scratch = await openScratch()
  process.env.DATABASE_URL = scratch.url
  await migrate(scratch.url)
  openDatabase(scratch.url, 8)
  // It lets in only whom it knows: the secret that was planted for the path.
  thirdParty = await startThirdParty((request, response) => {
    const right = request.headers.authorization === `Bearer secret-of-${request.url?.slice(1)}`
    response.writeHead(right ? 200 : 401).end('{}')
  })
  project = await makeProject()
  await plantFlows()
  servers.push(...(await Promise.all([startServerProcess(), startServerProcess()])))
}, 120_000)

afterAll(async () => {
  for (const { process: child } of servers) child.kill('SIGKILL')
  await thirdParty.close()
  await closeDatabase()
  await scratch.destroy()
})

test('a rotation that is killed at any moment goes on, and nobody who calls meanwhile notices', async () => {
  const callers = startCallers()
  const before = await activeKey()
  for (const killAfter of ['are sealed by the new', 'OutboundToken', 'Waiting']) {
    const { process: command } = startCommand(['vault', 'rotate'])
    let said = ''
    command.stderr?.on('data', (chunk) => {
      said += chunk
      if (said.includes(killAfter)) command.kill('SIGKILL')
    })
    await once(command, 'exit')
    expect(command.signalCode, said).toBe('SIGKILL')
  }
  const { code, out, err } = await startCommand(['vault', 'rotate', '--json']).ended
  expect(code, err).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ resumed: true, removed: [before], broken: [] })
  expect(await activeKey()).not.toBe(before)
  const calls = await callers.stop()
  expect(calls.failures).toEqual([])
  expect(calls.made).toBeGreaterThan(50)

  const { out: told } = await startCommand(['vault', 'status']).ended
  expect(told).toContain(`OutboundToken.accessSealed`)
  expect(told).toMatch(new RegExp(`${before} +removed today`))
}, 180_000)

test('the key-encryption key changes while everybody serves, and a start with the wrong one writes nothing', async () => {
  const callers = startCallers()
  const both = { VAULT_KEY: NEXT_KEY, VAULT_KEY_PREVIOUS: FIRST_KEY }
  const none = await startCommand(['vault', 'rotate', '--root']).ended
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('VAULT_KEY_PREVIOUS is not set')])
  const wrong = await startCommand(['vault', 'rotate', '--root'], { VAULT_KEY: NEXT_KEY }).ended
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('VAULT_KEY is not the key')])

  servers.push(await startServerProcess(both))
  const plan = await startCommand(['vault', 'rotate', '--root', '--dry-run'], both).ended
  expect(plan.out).toContain('Would wrap 1 data key by VAULT_KEY')
  expect((await startCommand(['vault', 'rotate', '--root'], both).ended).out).toContain('Wrapped 1 data key')
  expect((await startCommand(['vault', 'rotate', '--root'], both).ended).out).toContain('already')
  // Longer than a process goes by the list of keys that it has read.
  await new Promise((done) => setTimeout(done, 6_000))
  expect((await callers.stop()).failures).toEqual([])

  servers.push(await startServerProcess({ VAULT_KEY: NEXT_KEY }))
  const keys = await db().dataKey.findMany()
  const refused = await startServerProcess({ VAULT_KEY: FIRST_KEY }).catch((error) => error)
  expect(refused).toMatchObject({ message: expect.stringContaining('VAULT_KEY is not the key') })
  expect(await db().dataKey.findMany()).toEqual(keys)
  const callersOfAll = startCallers()
  await new Promise((done) => setTimeout(done, 1_000))
  expect((await callersOfAll.stop()).failures).toEqual([])
}, 180_000)

/** Calls every server all the time: a connector with a stored secret, and a screen whose state waits sealed. */
function startCallers() {
  let going = true
  let made = 0
  const failures: string[] = []
  const call = async (url: string, round: number) => {
    const n = round % CONNECTORS
    const run = await post(`${url}/v1/mgmt/flow/run`, { flowId: `flow-${n}` }, project.bearer)
    if (run.status !== 200) failures.push(`run ${run.status} ${JSON.stringify(run.body)}`)
    const shown = await post(`${url}/v1/flow/start`, { flowId: 'ask' }, project.projectId)
    const { executionId, stepId } = shown.body
    const next = { executionId, stepId, interactionId: 'submit' }
    const done = await post(`${url}/v1/flow/next`, next, project.projectId)
    if (done.body.status !== 'completed') failures.push(`next ${done.status} ${JSON.stringify(done.body)}`)
    made += 1
  }
  const loops = servers.map(async ({ url }) => {
    for (let round = 0; going; round++) {
      await call(url, round).catch((error) => failures.push(String(error)))
      await new Promise((done) => setTimeout(done, 20))
    }
  })
  return {
    async stop() {
      going = false
      await Promise.all(loops)
      return { made, failures }
    },
  }
}

async function post(url: string, body: unknown, bearer: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

async function activeKey(): Promise<string> {
  return (await db().dataKey.findFirstOrThrow({ where: { retiredAt: null } })).id
}

async function plantFlows(): Promise<void> {
  const { projectId } = project
  const start: Step = { kind: 'start', next: { default: 'call' } }
  const end = stepDefinitions.end.create()
  for (let n = 0; n < CONNECTORS; n++) {
    const { id } = await createConnector({
      projectId,
      operatorId: null,
      connector: {
        type: 'http',
        name: `C ${n}`,
        baseUrl: thirdParty.url,
        authentication: { method: 'bearerToken', bearerToken: `secret-of-${n}` },
      },
    })
    const call: Step = {
      ...stepDefinitions.connector.create(),
      connector: id,
      action: 'GET',
      endpoint: `/${n}`,
      next: { success: 'end' },
    }
    await project.publish(`flow-${n}`, 'management', { start, call, end })
  }
  const ask: Step = { ...stepDefinitions.screen.create(), next: { submit: 'end' } }
  await project.publish('ask', 'interactive', { start: { kind: 'start', next: { default: 'ask' } }, ask, end })
  await plantTokens()
}

/** Enough values for a rotation to take a while. */
async function plantTokens(): Promise<void> {
  const { projectId } = project
  await createApp({ projectId, operatorId: null, app: { type: 'apiKey', id: 'keys', name: 'Keys' } })
  await pool().query(
    `INSERT INTO "Tenant" ("projectId", "id", "name", "updatedAt") SELECT $1, 't' || n, 'T', now() FROM generate_series(1, $2::int) n`,
    [projectId, TOKENS],
  )
  const actor = { type: 'system', id: '', name: '' } as const
  for (let n = 1; n <= TOKENS; n += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, TOKENS - n + 1) }, (_, at) =>
        storeApiKey(projectId, {
          appId: 'keys',
          owner: { level: 'tenant', tenantId: `t${n + at}` },
          apiKey: new Secret(`key of ${n + at}`),
          grantedBy: 'test',
          actor,
        }),
      ),
    )
  }
}
