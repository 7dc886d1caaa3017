import { parseTemplate } from '../../language/template'
import type { CallSettings } from './schema'
import { typeOfAction } from './types/registry'

/** What tells one call of a connector from another, without its values, payload and timeout. */
export interface CallIdentity {
  action: string
  /** http: the endpoint; sql: the query. As it was typed. */
  target: string
}

/** A call of one connector. */
export interface StepCall extends CallIdentity {
  connector: string
}

/** What a step asks of its connector, as far as its answer depends on it. Null: its answers have no shape worth keeping. */
export function identifyCall(settings: Pick<CallSettings, 'action' | 'endpoint' | 'sql'>): CallIdentity | null {
  const { action, endpoint = '', sql } = settings
  switch (typeOfAction(action)) {
    case 'http':
      return { action, target: endpoint }
    case 'sql':
      return { action, target: sql?.query ?? '' }
    case 'smtp':
      return null
  }
}

/** The same text for the same call, however its target is written. */
export function callKey({ connector, action, target }: StepCall): string {
  return `${connector} ${action} ${typeOfAction(action) === 'http' ? normalizeEndpoint(target) : target.trim()}`
}

/** An endpoint as it is compared: dynamic values without spaces inside, and no slash before it. */
export function normalizeEndpoint(endpoint: string): string {
  const { template } = parseTemplate(endpoint.trim())
  const text = template
    ? template.map((part) => (typeof part === 'string' ? part.replaceAll('{{', '\\{{') : `{{${part.source}}}`)).join('')
    : endpoint.trim()
  return text.replace(/^\//, '')
}
