import type { ConnectorCallRecord } from './connector-record'
import { formatDuration } from './format'

// Less is the way from one exchange to the next, and no wait.
const LEAST_MS = 10

/** `after a wait of 1.20 s`; null when nothing was waited for. */
export function describeWait({ waitedMs }: Pick<ConnectorCallRecord, 'waitedMs'>): string | null {
  return waitedMs != null && waitedMs >= LEAST_MS ? `after a wait of ${formatDuration(waitedMs)}` : null
}
