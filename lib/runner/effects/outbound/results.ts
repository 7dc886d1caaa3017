import type { Json } from '@/lib/language/json'
import type { ContextPatch, EarlierExchange, EffectResult, OutboundAppName } from '@/lib/language/outcome'
import { OutboundError } from '@/lib/outbound/errors'
import type { DomainError } from '@/lib/result'

const nothing = { value: null, missing: [], usedSecretPaths: [] }

/** An account was connected, or a key stored. The context says so; a token is never in it. */
export function connected(
  app: OutboundAppName,
  scopes: readonly string[],
  earlier: readonly EarlierExchange[] = [],
): EffectResult {
  const patch: ContextPatch = [{ path: ['outboundApps', app.id], value: { granted: true, scopes: [...scopes] } }]
  const record: Json = { app: app.name, ...(scopes.length === 0 ? {} : { scopes: [...scopes] }) }
  return { ...nothing, failure: null, record, patch, earlier }
}

/** Why no account was connected. */
export function notConnected(
  { code, message, endUserText }: { code: string; message: string; endUserText?: string | undefined },
  app: OutboundAppName | null = null,
  earlier: readonly EarlierExchange[] = [],
): EffectResult {
  const failure = { event: 'outboundAppConnect' as const, code, message, ...(endUserText && { endUserText }) }
  const value = { granted: false, scopes: [], error: { code, message } }
  return {
    ...nothing,
    failure,
    record: app ? { app: app.name } : {},
    patch: app ? [{ path: ['outboundApps', app.id], value }] : [],
    earlier,
  }
}

/** What flows read as `lastError.code`: the few words of the event, else the reason itself. */
const codes: Readonly<Record<string, string>> = {
  consentRefused: 'refused',
  providerRefused: 'providerError',
  providerUnavailable: 'providerError',
  notStored: 'providerError',
  ticketInvalid: 'stateInvalid',
  issuerMismatch: 'stateInvalid',
  wrongBrowser: 'stateInvalid',
}

export function toFlowCode(reason: string): string {
  return codes[reason] ?? reason
}

export function codeOf(error: DomainError): string {
  return toFlowCode(error instanceof OutboundError ? error.reason : error.code)
}
