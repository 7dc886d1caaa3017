import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { apiExport } from '@/lib/flow/descope/testing/exports'
import { ensureVault } from '@/lib/vault/keys'
import { seedSampleProject } from '@/prisma/seed/seed'
import { ROOT } from '../root'
import { type Sandbox, startSandbox } from '../sandbox/start'

// Each command is a process of its own, as a person runs it.
const TIMEOUT_MS = 120_000

let sandbox: Sandbox
let project: string[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 })
  await ensureVault()
  const { projectId } = await seedSampleProject({ sandboxUrl: sandbox.url })
  project = ['--project', projectId]
}, TIMEOUT_MS)

afterAll(async () => {
  await db().project.deleteMany({ where: { id: project[1] ?? '' } })
  await closeDatabase()
  await sandbox.close()
})

describe('the command line', () => {
  it(
    'makes the sample project once',
    async () => {
      expect(await seedSampleProject({ sandboxUrl: sandbox.url })).toEqual({ projectId: project[1] })
      const { json } = await patchbay(['flow', 'list', ...project, '--json'])
      expect(json.flows).toMatchObject([
        { id: 'customer-plan', liveVersion: 1, hasUnpublishedChanges: false },
        { id: 'profile-to-account', liveVersion: 1 },
        { id: 'look-up-a-customer', liveVersion: 1 },
        { id: 'notify-about-a-customer', liveVersion: 1 },
        { id: 'sign-in-with-a-password', liveVersion: 1 },
        { id: 'when-a-third-party-fails', liveVersion: 1 },
      ])
    },
    TIMEOUT_MS,
  )

  it(
    'runs the sample that chains connector to connector: by query, headers and body',
    async () => {
      const input = ['--input', '{"email": "ada@example.com"}']
      const { json } = await patchbay(['flow', 'run', 'notify-about-a-customer', ...input, ...project, '--json'])
      expect(json).toMatchObject({
        status: 'completed',
        output: { text: expect.stringMatching(/^Ada Lovelace has \d+ orders\.$/), customer: 'cus-1001' },
      })
    },
    TIMEOUT_MS,
  )

  it(
    'runs a management flow and prints requests and responses, without secrets',
    async () => {
      const input = ['--input', '{"email": "alan@example.com"}']
      const text = await patchbay(['flow', 'run', 'customer-plan', ...input, ...project])
      expect(text.code).toBe(0)
      expect(text.out).toContain(`GET ${sandbox.url}/crm/customers?email=alan%40example.com`)
      expect(text.out).toContain('"name": "Alan Turing"')
      expect(text.out).not.toContain('acme-crm-demo-token')
      const { json } = await patchbay(['flow', 'run', 'customer-plan', ...input, ...project, '--json'])
      expect(json).toMatchObject({ status: 'completed', output: { plan: 'free', spent: 240, suggestion: 'pro' } })
      expect(json.messages.length).toBeGreaterThan(4)
    },
    TIMEOUT_MS,
  )

  it(
    'fills in screens in order, and says what a screen without values wants',
    async () => {
      const run = ['flow', 'run', 'look-up-a-customer', ...project]
      const ask = (email: string) => ['--screen', `ask={"email": "${email}"}`]
      const found = await patchbay([
        ...run,
        ...ask('nobody@example.com'),
        '--screen',
        'missing={}',
        ...ask('ada@example.com'),
        '--json',
      ])
      expect(found.json).toMatchObject({ status: 'completed', output: { customerId: 'cus-1001', plan: 'pro' } })
      const stuck = await patchbay(run)
      expect(stuck.code).toBe(1)
      expect(stuck.err).toContain('The screen "Ask for the email" (ask) waits and has no values')
      expect(stuck.err).toContain('email: email, required')
    },
    TIMEOUT_MS,
  )

  it(
    'exits non-zero when the execution fails, and 2 when a command is not well formed',
    async () => {
      const failed = await patchbay([
        'flow',
        'run',
        'customer-plan',
        '--input',
        '{"email": "x@example.com"}',
        ...project,
        '--json',
      ])
      expect([failed.code, failed.json.status]).toEqual([1, 'failed'])
      expect((await patchbay(['flow', 'run', 'customer-plan', '--input', '{', ...project])).code).toBe(2)
      expect((await patchbay(['key', 'create'])).code).toBe(2)
      expect((await patchbay(['flow', 'run', '--help'])).code).toBe(0)
    },
    TIMEOUT_MS,
  )

  it(
    'makes keys and operators',
    async () => {
      const key = await patchbay(['key', 'create', '--name', 'CI', ...project, '--json'])
      expect(key.json).toMatchObject({ projectId: project[1], managementKey: expect.stringMatching(/^[a-z0-9]{32}$/) })
      expect((await patchbay(['key', 'create', '--name', 'CI', ...project])).code).toBe(1)
      expect((await patchbay(['key', 'revoke', 'CI', ...project])).code).toBe(0)
      const create = ['operator', 'create', '--email', 'cli@example.com', '--role', 'viewer', ...project, '--json']
      expect((await patchbay(create, 'a-long-password\n')).json).toMatchObject({
        email: 'cli@example.com',
        role: 'viewer',
      })
      const reset = ['operator', 'reset-password', '--email', 'cli@example.com']
      expect((await patchbay(reset, 'short')).code).toBe(1)
      expect((await patchbay(reset, 'another-password')).code).toBe(0)
      await db().operator.deleteMany({ where: { email: 'cli@example.com' } })
    },
    TIMEOUT_MS,
  )

  it(
    'exports and imports connectors and flows, and tests a connector',
    async () => {
      const test = ['connector', 'test', 'Acme CRM', ...project, '--json']
      const found = await patchbay([
        ...test,
        '--endpoint',
        '/customers?email={{form.email}}',
        '--value',
        'form.email=ada@example.com',
      ])
      expect(found.json).toMatchObject({ ok: true, record: { response: { status: 200 } } })
      expect((await patchbay([...test, '--endpoint', '/status/503'])).code).toBe(1)

      const folder = await mkdtemp(join(tmpdir(), 'patchbay-cli-'))
      const connectors = join(folder, 'connectors.json')
      await writeFile(connectors, (await patchbay(['connector', 'export', ...project])).out)
      const imported = await patchbay(['connector', 'import', connectors, ...project, '--json'])
      const names = ['Acme Accounts', 'Acme Billing', 'Acme CRM', 'Acme Database', 'Acme Notices']
      expect(imported.json).toMatchObject({ created: [], updated: names.map((name) => ({ name })) })
      const { out } = await patchbay(['flow', 'export', 'customer-plan', ...project])
      const again = await patchbay(['flow', 'import', '-', '--publish', ...project, '--json'], out)
      expect(again.json).toMatchObject({ id: 'customer-plan', replaced: true, version: 1 })
      const foreign = await patchbay(['flow', 'import', '-', ...project], JSON.stringify(apiExport))
      expect(foreign.out).toContain('Made "Sign in" (sign-in)')
      expect(foreign.out).toContain('Not imported: Passkey (action webauthn-sign-in-start)')
      const audited = await db().auditEvent.findMany({
        where: { actorId: 'command-line', projectId: project[1] ?? '' },
      })
      expect(audited.map(({ action, targetId }) => `${action} ${targetId}`).sort()).toEqual([
        'flow.import customer-plan',
        'flow.import sign-in',
      ])
      await rm(folder, { recursive: true })
    },
    TIMEOUT_MS,
  )

  it(
    'starts the database of a data folder when nothing runs, and stops it again',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'patchbay-cli-'))
      // As root PostgreSQL runs as another user, who must reach it.
      await chmod(folder, 0o755)
      const env = { DATABASE_URL: '', VAULT_KEY: '', DATA_DIR: folder, SANDBOX_PORT: new URL(sandbox.url).port }
      const first = await patchbay(['project', 'list', '--json'], '', env)
      expect(first.json).toMatchObject({ projects: [{ name: 'Sample project', flows: 6, connectors: 5 }] })
      const run = ['flow', 'run', 'customer-plan', '--input', '{"email": "grace@example.com"}', '--json']
      expect((await patchbay(run, '', env)).json).toMatchObject({ status: 'completed' })
      expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
      await rm(folder, { recursive: true })
    },
    TIMEOUT_MS,
  )
})

interface Finished {
  code: number
  out: string
  err: string
  /** The answer of a command with --json. */
  json: ReturnType<typeof JSON.parse>
}

function patchbay(args: string[], input = '', env: Record<string, string> = {}): Promise<Finished> {
  return new Promise((done) => {
    const program = [
      join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'),
      join(ROOT, 'server', 'cli', 'main.ts'),
      ...args,
    ]
    const child = execFile(process.execPath, program, { env: { ...process.env, ...env } }, (error, out, err) => {
      const json = args.includes('--json') && out !== '' ? JSON.parse(out) : null
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err, json })
    })
    child.stdin?.end(input)
  })
}
