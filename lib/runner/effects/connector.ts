import { callConnector } from '@/lib/connectors/call'
import type { ExecutionState } from '@/lib/engine/state'
import { asJson } from '@/lib/language/json'
import type { Effect, EffectResult } from '@/lib/language/outcome'
import { formatPath, getPath } from '@/lib/language/path'
import type { Scope } from '@/lib/language/template'

/** An effect's result, with the plaintext secrets it used: for masking, never stored in the open. */
export interface Performed {
  result: EffectResult
  secrets: readonly string[]
}

/** Calls a connector for a step. Its templates are resolved against the context and, unlike anywhere else, secret fields. */
export async function performConnector(
  projectId: string,
  effect: Effect,
  state: ExecutionState,
  signal: AbortSignal,
): Promise<Performed> {
  const { type: _type, connectorId, ...call } = effect
  const used = new Set<string>()
  const scope: Scope = {
    read(path) {
      const source = formatPath(path)
      const secret = Object.hasOwn(state.secrets, source) ? state.secrets[source] : undefined
      if (secret === undefined) return getPath(state.context, path)
      used.add(source)
      return secret
    },
  }
  const outcome = await callConnector({
    projectId,
    connectorId,
    call,
    scope,
    scopeSecrets: Object.values(state.secrets),
    signal,
  })
  const { error } = outcome.record
  const message = error?.message ?? `The third party answered ${outcome.record.response?.status ?? 'with an error'}.`
  const failure = outcome.event === null ? null : { event: outcome.event, code: error?.code ?? outcome.event, message }
  return {
    result: {
      failure,
      value: outcome.value,
      record: asJson(outcome.record),
      earlier: outcome.earlier?.map(({ purpose, ...record }) => ({ purpose, record: asJson(record) })) ?? [],
      missing: outcome.missing,
      usedSecretPaths: [...used],
    },
    secrets: outcome.secrets,
  }
}
