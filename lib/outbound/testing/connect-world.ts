import { getRequestListener } from '@hono/node-server'
import { createApi } from '@/lib/api/app'
import { startServer, type TestServer } from '@/lib/egress/testing/server'
import { env } from '@/lib/env'
import { issueSession } from '@/lib/identity/sessions/service/issue'
import { makePerson } from '@/lib/identity/testing/person'
import { freePort } from '@/server/free-port'
import { providerClient } from '@/server/sandbox/provider/data'
import { type Sandbox, startSandbox } from '@/server/sandbox/start'
import { createApp } from '../apps/service'

/** A Patchbay over real HTTP with its sandbox, a project with Ada, and a connection `acme` of the sandbox's provider. */
export interface ConnectWorld {
  projectId: string
  userId: string
  /** Where Patchbay answers. */
  url: string
  sandbox: Sandbox
  /** Another connection, with other settings than `acme`. */
  addApp(id: string, changes: Record<string, unknown>): Promise<void>
  /** New tokens of a session of a user, Ada unless said otherwise. */
  signIn(tenantId?: string | null, userId?: string): Promise<{ sessionJwt: string; refreshJwt: string }>
  close(): Promise<void>
}

export async function startConnectWorld(): Promise<ConnectWorld> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  // Its port is known only now, and the settings were read when the modules were loaded.
  env().PUBLIC_URL = url
  const server: TestServer = await startServer(getRequestListener(createApi().fetch), { port })
  const sandbox = await startSandbox({ port: 0 })
  const { projectId, userId } = await makePerson()
  const issuer = `${sandbox.url}/idp`
  const addApp = async (id: string, changes: Record<string, unknown>) => {
    const app = {
      type: 'oauth',
      id,
      name: 'Acme',
      clientId: providerClient.clientId,
      clientSecret: providerClient.clientSecret,
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      authorizationUrl: `${issuer}/auth`,
      tokenUrl: `${issuer}/token`,
      revocationUrl: `${issuer}/token/revocation`,
      defaultScopes: ['openid', 'contacts.read'],
      ...changes,
    }
    await createApp({ projectId, operatorId: null, app })
  }
  await addApp('acme', {})
  return {
    projectId,
    userId,
    url,
    sandbox,
    addApp,
    signIn: async (tenantId = null, ofUser = userId) => {
      const { tokens } = await issueSession({
        projectId,
        userId: ofUser,
        tenantId,
        methods: ['pwd'],
        firstSeen: false,
        claims: {},
        ipAddress: '203.0.113.9',
        userAgent: 'test',
      })
      return tokens
    },
    close: async () => {
      await server.close()
      await sandbox.close()
    },
  }
}
