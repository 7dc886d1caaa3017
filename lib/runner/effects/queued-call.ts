import { readyConnector } from '@/lib/connectors/call'
import type { ConnectorOutcome } from '@/lib/connectors/types'
import type { RunnerMessage } from '@/lib/engine/message'
import type { Json } from '@/lib/language/json'
import type { ConnectorEffect } from '@/lib/language/outcome'
import { formatPath } from '@/lib/language/path'
import type { Scope } from '@/lib/language/template'
import type { Repetition } from '@/lib/steps/connector/types/type'
import { SealBrokenError } from '@/lib/vault/envelope'
import { exposeSecret, open } from '@/lib/vault/open'
import { seal } from '@/lib/vault/seal'
import type { QueuedCall } from '../journal'
import { type CallKey, callBinding } from './call-binding'
import type { PreparedCall } from './connector'

/** What is sealed of an asynchronous call until it has come to its end. */
interface StoredCall {
  effect: ConnectorEffect
  values: Record<string, Json>
  secretValues: Record<string, string>
  /** Every secret that the execution knew: the record is masked with them. */
  known: string[]
}

/** The sealed bytes were altered, or are those of another call. */
export class CallBrokenError extends Error {}

/** An asynchronous call as the journal queues it. */
export async function sealCall(
  execution: { projectId: string; id: string },
  { effect, values, secretValues, message }: PreparedCall & { message: RunnerMessage },
  known: readonly string[],
): Promise<QueuedCall> {
  const { number, stepId, stepName, visit } = message
  const stored: StoredCall = { effect, values, secretValues, known: [...known] }
  return {
    number,
    stepId: stepId ?? '',
    stepName: stepName ?? '',
    visit: visit ?? 0,
    connectorId: effect.connectorId,
    action: effect.action,
    sealed: await seal(
      JSON.stringify(stored),
      callBinding({ projectId: execution.projectId, executionId: execution.id, number }),
    ),
    jobId: crypto.randomUUID(),
  }
}

/** An attempt of an asynchronous call with all that it needs. */
export interface ReadyCall {
  repetition: Repetition
  make(signal: AbortSignal): Promise<ConnectorOutcome>
}

/**
 * Opens a stored call and reads its connector. Nothing is sent yet.
 * @throws CallBrokenError
 */
export async function readyCall(key: CallKey, sealed: Uint8Array): Promise<ReadyCall> {
  const { effect, values, secretValues, known } = await openCall(key, sealed)
  const { type: _type, async: _async, connectorId, ...call } = effect
  const connector = await readyConnector(key.projectId, connectorId)
  const scope: Scope = {
    read(path) {
      const source = formatPath(path)
      if (Object.hasOwn(secretValues, source)) return secretValues[source]
      return Object.hasOwn(values, source) ? values[source] : undefined
    },
  }
  const scopeSecrets = [...new Set([...known, ...Object.values(secretValues)])]
  return {
    repetition: connector.repetitionOf(call.action),
    make: (signal) => connector.call({ call, scope, scopeSecrets, signal }),
  }
}

async function openCall(key: CallKey, sealed: Uint8Array): Promise<StoredCall> {
  try {
    return JSON.parse(exposeSecret(await open(sealed, callBinding(key))))
  } catch (error) {
    if (error instanceof SealBrokenError) throw new CallBrokenError('The stored call cannot be opened.')
    throw error
  }
}
