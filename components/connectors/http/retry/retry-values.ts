import {
  DEFAULT_RETRY_ATTEMPTS,
  DEFAULT_RETRY_METHODS,
  DEFAULT_RETRY_STATUSES,
  type RetryPolicy,
} from '@/lib/connectors/http/retry/schema'
import type { HttpVerb } from '@/lib/steps/connector/types/http'

/** The retry section of the form. What was typed is kept while retries are off; only a policy that is on is sent. */
export interface RetryValues {
  on: boolean
  attempts: number | null
  /** Separated by commas or spaces. */
  statuses: string
  methods: HttpVerb[]
}

export function toRetryValues(policy: RetryPolicy | null): RetryValues {
  const shown = policy ?? {
    attempts: DEFAULT_RETRY_ATTEMPTS,
    statuses: DEFAULT_RETRY_STATUSES,
    methods: DEFAULT_RETRY_METHODS,
  }
  return {
    on: policy !== null,
    attempts: shown.attempts,
    statuses: shown.statuses.join(', '),
    methods: [...shown.methods],
  }
}

/** What is sent: null while retries are off. Text that is no number is sent as NaN, which the schema refuses. */
export function toRetryInput({ on, attempts, statuses, methods }: RetryValues) {
  if (!on) return null
  const words = statuses.split(/[\s,;]+/).filter((word) => word !== '')
  return { attempts: attempts ?? Number.NaN, statuses: words.map(Number), methods: [...methods] }
}

/** The form's field of a refused setting: statuses are one field there. */
export function toRetryField(path: readonly PropertyKey[]): PropertyKey[] {
  const [head, ...rest] = path
  return rest[0] === undefined ? [head ?? 'retry', 'on'] : [head ?? 'retry', rest[0]]
}
