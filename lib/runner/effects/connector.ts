import { type ReadyConnector, readyConnector } from '@/lib/connectors/call'
import { ConnectorError } from '@/lib/connectors/errors'
import { CONNECTION_OWNER } from '@/lib/connectors/http/connection/schema'
import { loadConnector } from '@/lib/connectors/load'
import { type ExecutionState, listSecrets } from '@/lib/engine/state'
import { asJson, type Json } from '@/lib/language/json'
import type { ConnectorEffect, EffectResult } from '@/lib/language/outcome'
import { formatPath, getPath } from '@/lib/language/path'
import { listJsonPlaceholders, type Placeholder, type Scope } from '@/lib/language/template'
import { type ConnectionOwner, connectionOwnerOf, type OwnerRun } from './connection-owner'
import { toExchanges } from './exchanges'

/** An effect's result, with the plaintext secrets it used: for masking, never stored in the open. */
export interface Performed {
  result: EffectResult
  secrets: readonly string[]
  /** An asynchronous call, to be queued by the next commit. */
  call?: PreparedCall
}

/** An asynchronous call with every value that it reads, as it was when its step was reached. */
export interface PreparedCall {
  effect: ConnectorEffect
  /** By path. */
  values: Record<string, Json>
  /** Secret fields that it sends, by path. */
  secretValues: Record<string, string>
}

/** An effect whose connector is read. */
export interface ReadyEffect {
  /** Done twice it changes nothing outside that once would not. */
  safe: boolean
  perform(state: ExecutionState, signal: AbortSignal): Promise<Performed>
}

/** Reads what an effect needs. Nothing is sent yet. */
export async function readyConnectorEffect(run: OwnerRun, effect: ConnectorEffect): Promise<ReadyEffect> {
  // It has only its way to the queue before it.
  if (effect.async) return { safe: true, perform: (state) => prepareCall(run, effect, state) }
  const connector = await readyConnector(run.projectId, effect.connectorId)
  return {
    safe: connector.repetitionOf(effect.action) === 'safe',
    perform: async (state, signal) =>
      performConnector(connector, effect, state, await ownerFor(connector.reads, run, state), signal),
  }
}

/** Calls a connector for a step. Its templates are resolved against the context and, unlike anywhere else, secret fields. */
async function performConnector(
  connector: ReadyConnector,
  effect: ConnectorEffect,
  state: ExecutionState,
  owner: ConnectionOwner,
  signal: AbortSignal,
): Promise<Performed> {
  const { type: _type, connectorId: _connectorId, ...call } = effect
  const { scope, used } = scopeOf(state, owner)
  const outcome = await connector.call({ call, scope, scopeSecrets: listSecrets(state), signal })
  return {
    result: {
      ...toExchanges(outcome),
      value: outcome.value,
      missing: outcome.missing,
      usedSecretPaths: [...used],
    },
    secrets: outcome.secrets,
  }
}

/**
 * Takes down what an asynchronous call needs, instead of making it: its dynamic values are those of this moment, whenever
 * it is sent. Those that the connector's own settings read are among them; the settings themselves are read at each
 * attempt, as everywhere.
 */
async function prepareCall(run: OwnerRun, effect: ConnectorEffect, state: ExecutionState): Promise<Performed> {
  const { placeholders: own, target } = await readConnector(run.projectId, effect)
  const reads = own.map(({ source }) => source)
  const { scope, used } = scopeOf(state, await ownerFor(reads, run, state))
  const values: Record<string, Json> = {}
  const secretValues: Record<string, string> = {}
  const missing = new Set<string>()
  const placeholders = [...listJsonPlaceholders(asJson(effect)), ...own]
  for (const { path, source } of placeholders) {
    const value = scope.read(path)
    if (value === undefined) missing.add(source)
    else if (used.has(source) && typeof value === 'string') secretValues[source] = value
    else values[source] = value
  }
  return {
    result: { failure: null, value: null, record: null, missing: [...missing], usedSecretPaths: [...used], ...target },
    secrets: [],
    call: { effect, values, secretValues },
  }
}

/** What a call reads beside its step, and where it will go. A connector's absence is told by the call itself, when it is made. */
async function readConnector(
  projectId: string,
  effect: ConnectorEffect,
): Promise<{ placeholders: readonly Placeholder[]; target: { target?: string } }> {
  try {
    const { placeholders, client } = await loadConnector(projectId, effect.connectorId)
    const target = client.targetOf?.(effect)
    return { placeholders, target: target === undefined ? {} : { target } }
  } catch (error) {
    if (error instanceof ConnectorError) return { placeholders: [], target: {} }
    throw error
  }
}

/** Read only for a connector that sends what somebody has connected. */
async function ownerFor(reads: readonly string[], run: OwnerRun, state: ExecutionState): Promise<ConnectionOwner> {
  return reads.some((path) => path.startsWith(`${CONNECTION_OWNER}.`)) ? await connectionOwnerOf(run, state) : {}
}

/** The context and, for connectors alone, the secret fields; `used` collects the paths of those that were read. */
function scopeOf(state: ExecutionState, owner: ConnectionOwner): { scope: Scope; used: Set<string> } {
  const used = new Set<string>()
  const scope: Scope = {
    read(path) {
      if (path[0] === CONNECTION_OWNER) return getPath({ ...owner }, path.slice(1))
      const source = formatPath(path)
      const secret = Object.hasOwn(state.secrets, source) ? state.secrets[source] : undefined
      if (secret === undefined) return getPath(state.context, path)
      used.add(source)
      return secret
    },
  }
  return { scope, used }
}
