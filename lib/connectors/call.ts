import type { Json } from '@/lib/language/json'
import { formatPath } from '@/lib/language/path'
import type { Scope } from '@/lib/language/template'
import { repetitionOf } from '@/lib/steps/connector/types/registry'
import type { Repetition } from '@/lib/steps/connector/types/type'
import type { PreparedConnector } from './client'
import { ConnectorError } from './errors'
import { CONNECTION_OWNER } from './http/connection/schema'
import { loadConnector } from './load'
import { maskValue } from './mask-value'
import { isSecretPath } from './secret-path'
import type { ConnectorCall, ConnectorOutcome } from './types'

export interface CallConnector {
  projectId: string
  connectorId: string
  call: ConnectorCall
  scope: Scope
  /** Secret values that the scope may answer with; they are masked wherever they appear. */
  scopeSecrets: readonly string[]
  signal?: AbortSignal
}

/** A connector as it was read for one call. */
export interface ReadyConnector {
  /** What comes of an action that is done twice, by its type and by the connector's settings. */
  repetitionOf(action: string): Repetition
  /** Paths that its settings read besides their dynamic values. */
  reads: readonly string[]
  call(input: Omit<CallConnector, 'projectId' | 'connectorId'>): Promise<ConnectorOutcome>
}

/**
 * Reads a connector, so that what cannot be read is known before anything is sent.
 * @returns also for one that is missing or broken: its call tells
 */
export async function readyConnector(projectId: string, connectorId: string): Promise<ReadyConnector> {
  try {
    const { client } = await loadConnector(projectId, connectorId)
    return {
      repetitionOf: (action) => withSettings(repetitionOf(action), action, client),
      reads: client.reads ?? [],
      call: (input) => callClient(client, connectorId, input),
    }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return {
      repetitionOf,
      reads: [],
      call: async ({ call, scopeSecrets }) => unloadable(connectorId, call, error, scopeSecrets),
    }
  }
}

function withSettings(own: Repetition, action: string, { safe, repeats }: PreparedConnector): Repetition {
  if (own === 'safe' || safe?.includes(action)) return 'safe'
  return repeats?.includes(action) ? 'idempotent' : own
}

/**
 * Calls a connector: the one way for flows, the test panel and the command line alike.
 * @returns an outcome for whatever the third party does; only a failing database throws
 */
export async function callConnector({ projectId, connectorId, ...input }: CallConnector): Promise<ConnectorOutcome> {
  return (await readyConnector(projectId, connectorId)).call(input)
}

async function callClient(
  client: PreparedConnector,
  connectorId: string,
  { call, scope, scopeSecrets, signal }: Omit<CallConnector, 'projectId' | 'connectorId'>,
): Promise<ConnectorOutcome> {
  try {
    return await maskValue(await client.call({ call, scope, scopeSecrets, signal }), scopeSecrets)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return unloadable(connectorId, call, error, scopeSecrets)
  }
}

export interface TestConnector {
  projectId: string
  connectorId: string
  call: ConnectorCall
  /** A value for each placeholder by its path, `form.email` for one; those that are left out are missing. */
  values: Record<string, Json>
  signal?: AbortSignal
}

/** Calls a connector with given values, for the test panel and the command line: the very path that a flow takes. */
export function testConnector({ values, ...input }: TestConnector): Promise<ConnectorOutcome> {
  const scope: Scope = {
    read: (path) => {
      const [head, name] = path
      const key =
        head === CONNECTION_OWNER ? (name === 'tenantId' ? 'tenant.tenantId' : 'user.userId') : formatPath(path)
      return Object.hasOwn(values, key) ? values[key] : undefined
    },
  }
  return callConnector({ ...input, scope, scopeSecrets: secretsOf(values) })
}

/** In a flow these come from secret fields; here their names tell. What comes back of them is masked alike. */
function secretsOf(values: Record<string, Json>): string[] {
  return Object.entries(values).flatMap(([path, value]) =>
    isSecretPath(path) && (typeof value === 'string' || typeof value === 'number') && value !== ''
      ? [String(value)]
      : [],
  )
}

function unloadable(
  id: string,
  call: ConnectorCall,
  error: ConnectorError,
  secrets: readonly string[],
): ConnectorOutcome {
  const { code, message, hint } = error
  return {
    ok: false,
    event: 'connectorExecution',
    value: { error: { code, message } },
    record: {
      connector: { id, name: '', type: '' },
      action: call.action,
      error: { code, message, hint },
      warnings: [],
    },
    missing: [],
    secrets,
  }
}
