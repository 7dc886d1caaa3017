import type { ConnectorOutcome } from '@/lib/connectors/types'
import { asJson, type Json } from '@/lib/language/json'
import type { EarlierExchange, Failure } from '@/lib/language/outcome'

/** What the messages of a call tell of it. */
export interface Exchanges {
  failure: Failure | null
  record: Json
  /** Before the last one, in order. */
  earlier: readonly EarlierExchange[]
}

/** The outcome of a call as its messages tell it. */
export function toExchanges({ event, record, earlier = [] }: ConnectorOutcome): Exchanges {
  const { error, response } = record
  const message = error?.message ?? `The third party answered ${response?.status ?? 'with an error'}.`
  return {
    failure: event === null ? null : { event, code: error?.code ?? event, message },
    record: asJson(record),
    earlier: earlier.map(({ purpose, ...exchange }) => ({ purpose, record: asJson(exchange) })),
  }
}
