import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import descope from '@descope/node-sdk'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { PatchbayUser } from './patchbay.ts'
import { readSettings } from './settings.ts'
import { createMcpServer, type Elicitations } from './tools.ts'

const settings = readSettings(process.env)
const patchbay = descope({ projectId: settings.PROJECT_ID, baseUrl: settings.PATCHBAY_URL })

interface Session {
  user: PatchbayUser
  transport: StreamableHTTPServerTransport
  elicitations: Elicitations
}

const MOST_SESSIONS = 1_000
const sessions = new Map<string, Session>()

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    if (!response.headersSent) refuse(response, 500, 'Something went wrong here.')
    else response.destroy()
  })
})
server.listen(settings.PORT, settings.HOST, () => process.stdout.write(`MCP server: ${settings.PUBLIC_URL}/mcp\n`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const { transport } of sessions.values()) void transport.close()
    server.close()
    server.closeAllConnections()
  })
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', settings.PUBLIC_URL)
  if (pathname === '/connected') return await welcomeBack(response, searchParams)
  if (pathname !== '/mcp') return refuse(response, 404, 'The MCP server is at /mcp.')
  const jwt = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const userId = jwt && (await findUserId(jwt))
  if (!jwt || !userId) {
    response.setHeader('www-authenticate', 'Bearer error="invalid_token"')
    return refuse(response, 401, 'Send the session JWT of a signed-in user as Authorization: Bearer <JWT>.')
  }
  const id = request.headers['mcp-session-id']
  const session = typeof id === 'string' ? sessions.get(id) : undefined
  // A session belongs to the user who began it: its id alone opens nothing.
  if (session && session.user.userId !== userId) return refuse(response, 404, 'There is no such session.')
  if (session) {
    session.user.renew(jwt)
    return await session.transport.handleRequest(request, response)
  }
  if (id !== undefined) return refuse(response, 404, 'There is no such session. Begin a new one.')
  await begin(request, response, jwt, userId)
}

async function begin(request: IncomingMessage, response: ServerResponse, jwt: string, userId: string): Promise<void> {
  if (sessions.size >= MOST_SESSIONS) return refuse(response, 429, 'Too many sessions are open. Try again later.')
  const elicitations: Elicitations = new Map()
  const user = new PatchbayUser(settings, jwt, userId)
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, { user, transport, elicitations }),
  })
  transport.onclose = () => void (transport.sessionId && sessions.delete(transport.sessionId))
  await createMcpServer(settings, user, elicitations).connect(transport)
  await transport.handleRequest(request, response)
}

/** The user of a session JWT: its signature is checked with the project's public keys. */
async function findUserId(jwt: string): Promise<string | null> {
  try {
    const { token } = await patchbay.validateSession(jwt)
    return typeof token.sub === 'string' ? token.sub : null
  } catch {
    return null
  }
}

/** Where Patchbay sends the browser back to. Whoever opens it learns nothing; the client is told that it may try again. */
async function welcomeBack(response: ServerResponse, query: URLSearchParams): Promise<void> {
  const id = query.get('elicitation') ?? ''
  for (const { elicitations } of sessions.values()) {
    const notify = elicitations.get(id)
    elicitations.delete(id)
    await notify?.()
  }
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  })
  response.end(
    '<!doctype html><html lang="en"><title>Connected</title><h1>Connected</h1><p>You can close this window and go on.</p></html>',
  )
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: message }))
}
