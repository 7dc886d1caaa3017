import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import {
  type ClientCapabilities,
  ElicitationCompleteNotificationSchema,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/sdk/types.js'
import { freePort } from '../server/free-port'
import { createSandboxConnection, type Descope, descopeOf } from './fixtures/descope'
import { root } from './fixtures/environment'
import { sandboxUrl, url } from './fixtures/settings'
import { expect, test, uniqueId, type Workspace } from './fixtures/test'

const EXAMPLE = join(root, 'examples', 'mcp-server', 'main.ts')

// The example as its README tells: a tool that needs an account which nobody has connected yet.
test('the MCP example asks its user to connect, and runs the tool afterwards', async ({
  page,
  visitor,
  guard,
  emptyProject,
}) => {
  test.setTimeout(120_000)
  // The page to come back to has no icon, and its own policy lets the browser fetch none.
  guard.allow(/favicon/)
  const port = await freePort()
  const server = `http://127.0.0.1:${port}`

  await test.step('the project knows the scope and the address', async () => {
    await page.goto(`/p/${emptyProject.id}/settings`)
    await page.getByLabel('Redirect addresses').fill(`${server}/connected`)
    await page.getByRole('button', { name: 'Save addresses' }).click()
    await expect(page.getByText('Addresses saved.')).toBeVisible()
    await page.getByRole('textbox', { name: /^Scope/ }).fill('outbound.token.fetch')
    await page.getByRole('button', { name: 'Save session settings' }).click()
    await expect(page.getByText('Session settings saved. New tokens go by them.')).toBeVisible()
  })
  const descope = await descopeOf(emptyProject)
  const appId = await createSandboxConnection(descope, 'Acme')
  const ada = await signUp(descope, 'ada')
  const example = await startExample(emptyProject, appId, port)

  try {
    const finished: string[] = []
    const client = await connect(server, ada, { elicitation: { url: {} } })
    client.setNotificationHandler(ElicitationCompleteNotificationSchema, ({ params }) => {
      finished.push(params.elicitationId)
    })

    const [elicitation] = await test.step('the tool answers with an address to open', async () => {
      const refused = await client.callTool({ name: 'read_profile' }).catch((error: unknown) => error)
      if (!(refused instanceof UrlElicitationRequiredError)) throw refused
      return refused.elicitations
    })
    if (!elicitation) throw new Error('The error names no elicitation.')
    expect(elicitation).toMatchObject({ mode: 'url', message: expect.stringContaining(appId) })

    await test.step('the person connects the account', async () => {
      await visitor.goto(elicitation.url)
      await visitor.getByRole('button', { name: /Ada Lovelace/ }).click()
      await visitor.getByRole('button', { name: 'Allow' }).click()
      await expect(visitor.getByRole('heading', { name: 'Connected' })).toBeVisible()
    })

    await test.step('the client hears of it, and the tool runs', async () => {
      await expect.poll(() => finished).toEqual([elicitation.elicitationId])
      const result = await client.callTool({ name: 'read_profile' })
      expect(result).not.toHaveProperty('isError', true)
      expect(JSON.stringify(result.content)).toContain('grace@example.com')
    })

    await test.step('another user of a client without elicitation gets the object, and nothing of Ada’s', async () => {
      const grace = await signUp(descope, 'grace')
      const other = await connect(server, grace, {})
      const result = await other.callTool({ name: 'read_profile' })
      expect(result.isError).toBe(true)
      const [content] = Array.isArray(result.content) ? result.content : []
      expect(JSON.parse(content.text)).toEqual({
        error: 'connection_required',
        requiresConnection: true,
        connectionUrl: expect.stringContaining(`${url}/v1/outbound/oauth/connect?`),
        message: expect.stringContaining('read_profile'),
        appId,
      })
      await other.close()
    })

    await test.step('the error carries the object too, as older clients know it', async () => {
      const linus = await signUp(descope, 'linus')
      const bodies: string[] = []
      const old = await connect(server, linus, { elicitation: { url: {} } }, async (input, init) => {
        const response = await fetch(input, init)
        if (init?.method === 'POST') bodies.push(await response.clone().text())
        return response
      })
      await expect(old.callTool({ name: 'read_profile' })).rejects.toThrow(UrlElicitationRequiredError)
      expect(bodies.join()).toContain('"error":"connection_required"')
      expect(bodies.join()).toContain('"connectionUrl"')
      await old.close()
    })

    await test.step('nobody comes in without a JWT of the project', async () => {
      const refused = await fetch(`${server}/mcp`, { method: 'POST', headers: { authorization: 'Bearer nonsense' } })
      expect(refused.status).toBe(401)
    })
    await client.close()
  } finally {
    await stop(example)
  }
})

/** A user of the project, with their session JWT. */
async function signUp(descope: Descope, name: string): Promise<string> {
  const loginId = `${uniqueId(name)}@example.com`
  const { data, error } = await descope.management.jwt.signUp(loginId, { email: loginId })
  if (!data?.sessionJwt) throw new Error(`No session: ${JSON.stringify(error)}`)
  return data.sessionJwt
}

async function connect(
  server: string,
  jwt: string,
  capabilities: ClientCapabilities,
  through: typeof fetch = fetch,
): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { capabilities })
  const headers = { authorization: `Bearer ${jwt}` }
  const transport = new StreamableHTTPClientTransport(new URL(`${server}/mcp`), {
    requestInit: { headers },
    fetch: through,
  })
  await client.connect(transport)
  return client
}

async function startExample({ id }: Workspace, appId: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [EXAMPLE], {
    env: {
      ...process.env,
      PATCHBAY_URL: url,
      PROJECT_ID: id,
      APP_ID: appId,
      PROFILE_URL: `${sandboxUrl}/idp/api/contacts`,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('The example did not start.'))),
  ])
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
