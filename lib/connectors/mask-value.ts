import { setImmediate } from 'node:timers/promises'
import type { Json } from '@/lib/language/json'
import { maskEchoes } from '@/lib/language/masking-leaves'
import type { ClientOutcome } from './client'
import { ConnectorError } from './errors'
import type { ConnectorOutcome } from './types'

/** An answer may come at the last moment: so much longer its secrets are looked for. Milliseconds. */
const GRACE_MS = 500
/** Then others have their turn. */
const SLICE_MS = 20

/**
 * Takes the secrets of a call out of what the flow goes on with: third parties echo what they were sent, and secrets are
 * write-only, so neither a context nor an answer gets them back.
 * @returns an outcome without its value when that took longer than the call had time
 */
export async function maskValue(
  { deadline, ...outcome }: ClientOutcome,
  scopeSecrets: readonly string[],
): Promise<ConnectorOutcome> {
  const lasting = outcome.secrets.filter((secret) => !scopeSecrets.includes(secret))
  const work = maskEchoes(scopeSecrets, outcome.value, lasting)
  for (let began = performance.now(); ; ) {
    const { done, value } = work.next()
    if (done) return { ...outcome, value }
    const now = performance.now()
    if (now > deadline + GRACE_MS) return withoutValue(outcome)
    if (now - began < SLICE_MS) continue
    await setImmediate()
    began = performance.now()
  }
}

function withoutValue(outcome: ConnectorOutcome): ConnectorOutcome {
  const { code, message, hint } = new ConnectorError('maskingTimeout')
  const { value, record } = outcome
  const error: Json = { code, message }
  return {
    ...outcome,
    ok: false,
    event: 'connectorExecution',
    value: { ...statusOf(value), error },
    record: { ...record, error: { code, message, hint } },
  }
}

function statusOf(value: Json): { statusCode?: number } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return typeof value.statusCode === 'number' ? { statusCode: value.statusCode } : {}
}
