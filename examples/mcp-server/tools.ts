import { randomUUID } from 'node:crypto'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { connectionRequired, toElicitationError, toToolResult } from './connection-required.ts'
import type { PatchbayUser } from './patchbay.ts'
import type { Settings } from './settings.ts'

const TOOL = 'read_profile'
const TIMEOUT_MS = 10_000
const MOST_ELICITATIONS = 100

/** Elicitations whose user has not come back yet: told by the page at /connected. Lost at a restart, which does no harm. */
export type Elicitations = Map<string, () => Promise<void>>

/** An MCP server for one session of one user. */
export function createMcpServer(settings: Settings, user: PatchbayUser, elicitations: Elicitations): McpServer {
  const mcp = new McpServer({ name: 'patchbay-example', version: '1.0.0' })
  mcp.registerTool(
    TOOL,
    { title: 'Read my profile', description: 'Reads your profile at the third party that you have connected.' },
    async () => {
      const accessToken = await user.findAccessToken(settings.APP_ID)
      if (accessToken !== null) {
        const answer = await readProfile(settings.PROFILE_URL, accessToken)
        if (answer !== 'refused') return answer
      }
      return await askToConnect(settings, user, mcp, elicitations)
    },
  )
  return mcp
}

async function readProfile(profileUrl: string, accessToken: string): Promise<CallToolResult | 'refused'> {
  const response = await fetch(profileUrl, {
    headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (response.status === 401) return 'refused'
  const text = await response.text()
  if (response.ok) return { content: [{ type: 'text', text }] }
  return { isError: true, content: [{ type: 'text', text: `The third party answered ${response.status}.` }] }
}

/** @throws McpError -32042, which a client with URL-mode elicitation answers by opening the address */
async function askToConnect(
  { APP_ID, PUBLIC_URL }: Settings,
  user: PatchbayUser,
  mcp: McpServer,
  elicitations: Elicitations,
): Promise<CallToolResult> {
  const elicitationId = randomUUID()
  const back = new URL('/connected', PUBLIC_URL)
  back.searchParams.set('elicitation', elicitationId)
  const required = connectionRequired(TOOL, APP_ID, await user.beginConnect(APP_ID, back.href))
  if (!mcp.server.getClientCapabilities()?.elicitation?.url) return toToolResult(required)
  // A ticket lives ten minutes; whoever asks more often has left the first ones.
  const [oldest] = elicitations.keys()
  if (oldest !== undefined && elicitations.size >= MOST_ELICITATIONS) elicitations.delete(oldest)
  elicitations.set(elicitationId, mcp.server.createElicitationCompletionNotifier(elicitationId))
  throw toElicitationError(required, elicitationId)
}
