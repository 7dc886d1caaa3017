import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'

/** What a client is told when a tool needs an account that the user has not connected. */
export interface ConnectionRequired {
  error: 'connection_required'
  requiresConnection: true
  connectionUrl: string
  message: string
  appId: string
}

export function connectionRequired(tool: string, appId: string, connectionUrl: string): ConnectionRequired {
  const message =
    `Failed to run ${tool}, additional permissions required. ` +
    `Please grant additional permissions using the following URL and try again: ${connectionUrl}`
  return { error: 'connection_required', requiresConnection: true, connectionUrl, message, appId }
}

/**
 * For clients with the capability `elicitation.url`: the error -32042 of MCP (2025-11-25, Elicitation, URL mode), whose
 * data carries the same object beside the elicitation.
 */
export function toElicitationError(required: ConnectionRequired, elicitationId: string): McpError {
  const { connectionUrl: url, message } = required
  const elicitations = [{ mode: 'url', elicitationId, url, message: `Connect ${required.appId} to go on.` }]
  return new McpError(ErrorCode.UrlElicitationRequired, message, { ...required, elicitations })
}

/** For all other clients: the result of a tool that did not succeed, which the model and the client can read. */
export function toToolResult(required: ConnectionRequired): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: JSON.stringify(required) }] }
}
