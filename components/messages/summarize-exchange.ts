import type { Json } from '@/lib/language/json'
import type { EarlierPurpose } from '@/lib/language/outcome'
import { pathOf, readConnectorRecord } from './connector-record'
import { describeWait } from './describe-wait'
import { formatDuration } from './format'

export interface ExchangeSummary {
  /** `Token request → 200 in 31 ms`, `Tried GET /customers → 503 in 8 ms, after a wait of 1.20 s`. */
  text: string
  /** An attempt never is: it was made again. */
  ok: boolean
}

/** One line about an exchange of a call before its last. */
export function summarizeExchange(purpose: EarlierPurpose, record: Json): ExchangeSummary {
  const call = readConnectorRecord(record)
  const { request, response, error, timings } = call
  const what =
    purpose === 'token'
      ? 'Token request'
      : ['Tried', request?.method, request ? pathOf(request.url) : null].filter(Boolean).join(' ')
  const wait = describeWait(call)
  const time = timings?.total == null ? '' : `${response ? ' in' : ' after'} ${formatDuration(timings.total)}`
  const took = wait ? `${time}, ${wait}` : time
  const result = response ? ` → ${response.status}${took}` : ` failed${took}${error ? `: ${error.message}` : ''}`
  return { text: what + result, ok: purpose === 'token' && !error }
}
