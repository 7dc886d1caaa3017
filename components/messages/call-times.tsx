import { TimeSplit } from './call-parts'
import type { ConnectorCallRecord } from './connector-record'
import { describeWait } from './describe-wait'
import { formatClock, formatDuration } from './format'

/** Where the time of an exchange went, when it began, what it waited for, and how long the whole call took. */
export function CallTimes({ record }: { record: ConnectorCallRecord }) {
  const { timings, startedAt, wholeMs } = record
  const wait = describeWait(record)
  const facts = [
    startedAt ? `Began at ${formatClock(startedAt)}${wait ? `, ${wait}` : ''}.` : null,
    wholeMs == null ? null : `The whole call took ${formatDuration(wholeMs)}, with every exchange and wait.`,
  ].filter((fact) => fact !== null)
  if (!timings && facts.length === 0) return null
  return (
    <div className="grid gap-1.5">
      {timings ? <TimeSplit timings={timings} /> : null}
      {facts.length > 0 ? <p className="text-subtle text-xs tabular-nums">{facts.join(' ')}</p> : null}
    </div>
  )
}
