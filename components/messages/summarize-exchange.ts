import type { Json } from '@/lib/language/json'
import type { EarlierPurpose } from '@/lib/language/outcome'
import { pathOf, readConnectorRecord } from './connector-record'
import { formatDuration } from './format'

export interface ExchangeSummary {
  /** `Token request → 200 in 31 ms`, `Tried GET /customers → 503 in 8 ms`. */
  text: string
  /** An attempt never is: it was made again. */
  ok: boolean
}

/** One line about an exchange of a call before its last. */
export function summarizeExchange(purpose: EarlierPurpose, record: Json): ExchangeSummary {
  const { request, response, error, timings } = readConnectorRecord(record)
  const what =
    purpose === 'token'
      ? 'Token request'
      : ['Tried', request?.method, request ? pathOf(request.url) : null].filter(Boolean).join(' ')
  const took = timings?.total == null ? '' : `${response ? ' in' : ' after'} ${formatDuration(timings.total)}`
  const result = response ? ` → ${response.status}${took}` : ` failed${took}${error ? `: ${error.message}` : ''}`
  return { text: what + result, ok: purpose === 'token' && !error }
}
