import { chmod, mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProject, startThirdParty } from '@/lib/api/testing/project'
import { createConnector } from '@/lib/connectors/service'
import { createOperator } from '@/lib/console/operators'
import { closeDatabase, openDatabase, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { createAccessKey } from '@/lib/identity/access-keys/service'
import { createApp } from '@/lib/outbound/apps/service'
import { fetchToken } from '@/lib/outbound/tokens/fetch'
import { storeApiKey, storeToken } from '@/lib/outbound/tokens/store'
import { createActionStep } from '@/lib/steps/action/types/registry'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { openWithKey, sealedKeyId, unwrapDataKey } from '@/lib/vault/envelope'
import { keys, readRootKeys } from '@/lib/vault/keys'
import { sealedColumns } from '@/lib/vault/rotation/sealed-columns'
import { exposeSecret, Secret } from '@/lib/vault/secret'
import { type EmbeddedDatabase, openEmbedded } from './database/embedded'
import { migrate } from './database/migrate'
import { searchDatabase, searchFiles } from './testing/data-search'
import { type ServerProcess, startServerProcess } from './testing/processes'
import { type Planted, plantableSecret, SecretSearch } from './testing/secret-search'

// A secret is typed into every field that takes one and used; then everything that is kept or was said is searched.
const planted: Planted[] = []
const answers: { from: string; text: string }[] = []
const actor = { type: 'system', id: '', name: '' } as const
let folder: string
let database: EmbeddedDatabase
let server: ServerProcess
let worker: ServerProcess
let project: Awaited<ReturnType<typeof makeProject>>
let thirdParty: Awaited<ReturnType<typeof startThirdParty>>
let issued: string
let received = ''

const plant = (name: string, text = plantableSecret(name.replace(/\W+/g, '-'))): string => {
  planted.push({ name, text })
  return text
}
/** For fields that take only what a header or a key can hold. */
const plantToken = (name: string) => plant(name, `${name.replace(/\W+/g, '-')}.${crypto.randomUUID()}~+/=`)
/** Not secret: the search must find it, else it would find nothing. */
const canary = plantableSecret('canary')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-secrecy-'))
  // As root PostgreSQL runs as another user, who must reach it.
  await chmod(folder, 0o755)
  database = await openEmbedded({ dataDir: folder, role: 'borrower', flags: ['fsync=off'] })
  process.env.DATABASE_URL = database.url
  await migrate(database.url)
  openDatabase(database.url, 6)
  issued = plantToken('access token of client credentials')
  thirdParty = await startThirdParty(echo)
  project = await makeProject()
  const env = { LOG_LEVEL: 'trace' }
  ;[server, worker] = await Promise.all([startServerProcess(env), startServerProcess({ ...env, ROLE: 'worker' })])
}, 120_000)

afterAll(async () => {
  for (const started of [server, worker]) started?.process.kill('SIGKILL')
  await closeEgress()
  await thirdParty.close()
  await closeDatabase()
  await database.release()
  await rm(folder, { recursive: true, force: true })
})

test('no secret is kept in the open, logged or answered, in any encoding', async () => {
  plant('VAULT_KEY', process.env.VAULT_KEY ?? '')
  planted.push({ name: 'management key', text: project.key })
  await useConnectors()
  await typeSecrets()
  await connectAccounts()
  plant('operator password')
  const operator = { email: 'owner@example.com', password: String(planted.at(-1)?.text), isOwner: true }
  await createOperator(operator)
  const accessKey = await createAccessKey(project.projectId, { name: 'Program' }, 'test')
  planted.push({ name: 'access key', text: accessKey.secret })
  await say('exchange', '/v1/auth/accesskey/exchange', {}, `${project.projectId}:${accessKey.secret}`, 'token')
  await settle()
  await plantStored()

  const search = new SecretSearch([...planted, { name: 'canary', text: canary }])
  await pool().query('CHECKPOINT')
  const { tables, findings } = await searchDatabase(pool(), search)
  expect(tables).toBeGreaterThan(30)
  const inFiles = await searchFiles(folder, search)
  const inLogs = [server, worker].flatMap((one, at) => search.find(one.said(), `log of process ${at}`))
  expect(server.said()).toContain('is ready')
  const inAnswers = answers.flatMap(({ from, text }) => search.find(text, `answer of ${from}`))

  const all = [...findings, ...inFiles, ...inLogs, ...inAnswers]
  expect(all.filter(({ secret }) => secret !== 'canary')).toEqual([])
  const canaries = all.map(({ where }) => where).join()
  for (const place of ['table public', '/pg_wal/', '/base/', 'answer of']) expect(canaries).toContain(place)
  // They were used: the third party has got each that is sent as it is.
  for (const name of [
    'bearer token',
    'API key',
    'Basic password',
    'OAuth client secret',
    'secret typed for a connector',
  ])
    expect([name, new SecretSearch(planted.filter((one) => one.name === name)).find(received, '').length > 0]).toEqual([
      name,
      true,
    ])
}, 180_000)

/** Every type of connector with every authentication and signature, called by a third party that sends all of it back. */
async function useConnectors(): Promise<void> {
  const at = { type: 'http', baseUrl: thirdParty.url, description: canary }
  const connectors: Record<string, Record<string, unknown>> = {
    bearer: { ...at, authentication: { method: 'bearerToken', bearerToken: plantToken('bearer token') } },
    'api key': {
      ...at,
      authentication: { method: 'apiKey', apiKey: { key: 'X-Key', token: plantToken('API key') } },
    },
    basic: {
      ...at,
      authentication: { method: 'basic', basic: { username: 'u', password: plant('Basic password') } },
    },
    'client credentials': {
      ...at,
      authentication: {
        method: 'oauth2ClientCredentials',
        oauth2ClientCredentials: {
          clientId: 'c',
          clientSecret: plantToken('OAuth client secret'),
          authUrl: `${thirdParty.url}/token`,
          scopes: '',
        },
      },
    },
    signed: {
      ...at,
      hmacSecret: plantToken('HMAC secret'),
      awsAuthType: 'credentials',
      awsAccessKeyId: 'AKIA',
      awsRegion: 'eu-west-1',
      awsService: 'execute-api',
      awsSecretAccessKey: plantToken('AWS secret access key'),
    },
    'message signature': {
      ...at,
      rfc9421SigningEnabled: true,
      rfc9421KeyId: 'k',
      rfc9421Algorithm: 'hmac-sha256',
      rfc9421PrivateKey: plantToken('key of message signatures'),
    },
    sql: {
      type: 'sql',
      host: '127.0.0.1',
      port: 9,
      database: 'd',
      username: 'u',
      tls: 'off',
      password: plant('SQL password'),
    },
    smtp: {
      type: 'smtp',
      host: '127.0.0.1',
      port: 9,
      tls: 'none',
      sender: { address: 'a@example.com' },
      username: 'u',
      password: plant('SMTP password'),
    },
  }
  for (const [name, settings] of Object.entries(connectors)) {
    const id = await addConnector(name, settings)
    const call = settings.type === 'http' ? httpCall(id) : settings.type === 'sql' ? sqlCall(id) : mailCall(id)
    const flow = name.replace(/\W/g, '-')
    for (const async of settings.type === 'http' ? [false, true] : [false]) {
      const flowId = async ? `${flow}-later` : flow
      const steps = { call: { ...call, async, next: { success: 'end' } } }
      await project.publish(flowId, 'management', { start: to('call'), ...steps, end: endWithAnswer() })
      await say(flowId, '/v1/mgmt/flow/run', { flowId, options: { input: { note: canary } } }, project.bearer)
    }
  }
}

/** A password, and a secret that a connector sends on and its third party sends back; one more is typed and left. */
async function typeSecrets(): Promise<void> {
  const password = plant('password of a user')
  const sent = plant('secret typed for a connector')
  const left = plant('secret typed and left')
  const echoing = await addConnector('echo of what was typed', { type: 'http', baseUrl: thirdParty.url })
  const signUp = createActionStep('sign-up-or-in-password')
  Object.assign(signUp, {
    settings: { loginId: 'ada@example.com', passwordField: 'password', name: 'Ada' },
    next: { success: 'call' },
  })
  const call = {
    ...httpCall(echoing),
    payload: { type: 'json' as const, value: { typed: '{{form.token}}', note: canary } },
  }
  await project.publish('typed', 'interactive', {
    start: to('ask'),
    ask: screen('sign', 'password', 'token'),
    sign: signUp,
    call: { ...call, next: { success: 'again' } },
    again: screen('end', 'left'),
    end: endWithAnswer(),
  })
  const start = await say('start', '/v1/flow/start', { flowId: 'typed' }, project.projectId)
  const submit = (of: Reply, input: Record<string, string>, kind?: 'token') =>
    say('next', '/v1/flow/next', { ...at(of), interactionId: 'go', input }, project.projectId, kind)
  const waiting = await submit(start, { password, token: sent })
  await submit(waiting, { left }, 'token')
  // One that waits for ever, with what was typed in its sealed state.
  await submit(await say('start', '/v1/flow/start', { flowId: 'typed' }, project.projectId), { password, token: sent })
}

/** Tokens and keys of connections: kept, refreshed by a provider, and fetched. */
async function connectAccounts(): Promise<void> {
  const { projectId } = project
  const { id: appId } = await createApp({
    projectId,
    operatorId: null,
    app: {
      type: 'oauth',
      name: 'Acme',
      clientId: 'c',
      clientSecret: plantToken('client secret of an outbound app'),
      authorizationUrl: `${thirdParty.url}/authorize`,
      tokenUrl: `${thirdParty.url}/token`,
    },
  })
  await createApp({ projectId, operatorId: null, app: { type: 'apiKey', id: 'keys', name: 'Keys' } })
  await pool().query(
    `INSERT INTO "Tenant" ("projectId", "id", "name", "updatedAt") VALUES ($1, 'acme', 'Acme', now())`,
    [projectId],
  )
  const owner = { level: 'tenant', tenantId: 'acme' } as const
  await storeToken(projectId, {
    appId,
    owner,
    externalIdentifier: '',
    requestedScopes: ['read'],
    answer: {
      accessToken: new Secret(plantToken('outbound access token')),
      refreshToken: new Secret(plantToken('outbound refresh token')),
      idToken: new Secret(plantToken('outbound ID token')),
      tokenType: 'Bearer',
      expiresInSeconds: 3_600,
      scopes: null,
      sub: '',
    },
    grantedBy: 'test',
    actor,
  })
  const apiKey = new Secret(plantToken('outbound API key'))
  await storeApiKey(projectId, { appId: 'keys', owner, apiKey, grantedBy: 'test', actor })
  // The provider's answer brings the next one.
  const refreshed = await fetchToken(projectId, { appId, owner, scopes: ['read'], forceRefresh: true, actor })
  expect(exposeSecret(refreshed.accessToken)).toBe(issued)
  expect(JSON.stringify(refreshed)).not.toContain(issued)
}

/** What is sealed, and the keys that seal. */
async function plantStored(): Promise<void> {
  const rootKeys = await readRootKeys()
  for (const key of rootKeys) planted.push({ name: 'bytes of VAULT_KEY', text: key })
  const { rows } = await pool().query('SELECT "id", "wrapped" FROM "DataKey"')
  for (const { id, wrapped } of rows) {
    const [kek] = rootKeys
    if (kek) planted.push({ name: 'data key', text: unwrapDataKey(wrapped, id, kek) })
  }
  for (const column of sealedColumns) {
    const places = await pool().query(
      `SELECT ctid::text AS "at" FROM "${column.table}" WHERE "${column.column}" IS NOT NULL`,
    )
    for (const { sealed, binding } of await column.read(
      pool(),
      places.rows.map(({ at: place }) => place),
    )) {
      const text = openWithKey(sealed, binding, await keys().byId(sealedKeyId(sealed)))
      if (text.length >= 16) planted.push({ name: `${column.table}.${column.column}`, text })
    }
  }
}

/** Until asynchronous calls are made. */
async function settle(): Promise<void> {
  const pending = () => pool().query(`SELECT 1 FROM "AsyncCall" WHERE "status" IN ('pending', 'active')`)
  await expect.poll(async () => (await pending()).rowCount, { timeout: 30_000, interval: 200 }).toBe(0)
}

/** Sends everything back that it got, in several encodings, and answers its token endpoint. */
function echo(request: IncomingMessage, response: ServerResponse): void {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received += `${JSON.stringify(request.headers)}\n${body}\n`
    response.setHeader('content-type', 'application/json')
    if (request.url === '/token') {
      const refresh_token = 'refresh-token-of-the-next-generation-0815'
      return response.end(
        JSON.stringify({ access_token: issued, token_type: 'Bearer', expires_in: 3600, refresh_token }),
      )
    }
    const { authorization = '', 'x-key': key = '' } = request.headers
    const [, credentials = ''] = authorization.split(' ')
    response.setHeader('x-echo', encodeURIComponent(`${authorization}${key}`))
    const decoded = Buffer.from(credentials, 'base64').toString()
    const got = { authorization, key, decoded, body, hex: Buffer.from(`${credentials}${key}`).toString('hex') }
    return response.end(JSON.stringify({ got, again: JSON.stringify(got), note: canary }))
  })
}

interface Reply {
  executionId: string
  stepId: string
}

const at = ({ executionId, stepId }: Reply) => ({ executionId, stepId })

/** @param kind `token`: its answer is the issuing of tokens, which are looked for everywhere else */
async function say(from: string, path: string, body: unknown, bearer: string, kind?: 'token'): Promise<Reply> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  expect([from, response.status, response.status === 200 ? '' : text]).toEqual([from, 200, ''])
  answers.push({ from, text: `${JSON.stringify([...response.headers])}\n${text}` })
  if (kind === 'token') {
    const tokens = text.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? []
    expect(tokens.length).toBeGreaterThan(0)
    answers.pop()
    for (const token of tokens) planted.push({ name: `JWT of ${from}`, text: token })
  }
  return JSON.parse(text)
}

async function addConnector(name: string, settings: Record<string, unknown>): Promise<string> {
  return (await createConnector({ projectId: project.projectId, operatorId: null, connector: { name, ...settings } }))
    .id
}

const to = (step: string): Step => ({ kind: 'start', next: { default: step } })
const httpCall = (connector: string) => ({
  ...stepDefinitions.connector.create(),
  connector,
  action: 'POST' as const,
  endpoint: '/echo?note={{client.note}}',
  contextKey: 'answer',
  payload: { type: 'json' as const, value: { note: '{{client.note}}' } },
})
const serverCall = (connector: string, call: Partial<ConnectorStep>): ConnectorStep => {
  // Of a call by HTTP.
  const { endpoint: _endpoint, payload: _payload, ...common } = stepDefinitions.connector.create()
  return { ...common, connector, errorHandling: { connectorExecution: { mode: 'ignore' } }, ...call }
}
const sqlCall = (connector: string) =>
  serverCall(connector, { action: 'executeQuery', sql: { query: 'SELECT 1', parameters: [] } })
const mailCall = (connector: string) =>
  serverCall(connector, { action: 'sendEmail', smtp: { to: 'b@example.com', subject: 'Hello', text: canary } })
const screen = (next: string, ...fields: string[]): Step => ({
  ...stepDefinitions.screen.create(),
  components: [
    ...fields.map((name) => ({ type: 'password' as const, name, label: name })),
    { type: 'button', id: 'go', text: 'Go' },
  ],
  next: { go: next },
})
const endWithAnswer = (): Step => ({
  ...stepDefinitions.end.create(),
  outputs: [{ key: 'answer', type: 'json', value: '{{connectors.answer}}' }],
})
