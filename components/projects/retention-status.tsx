import { formatBytes, formatCount } from '@/components/messages/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { Spinner } from '@/components/ui/spinner'
import type { RetentionRunView, RetentionView } from '@/lib/retention/types'

/** How much is kept now, and what the last clean-up did. */
export function RetentionStatus({ retention: { kept, due, run } }: { retention: RetentionView }) {
  return (
    <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
      <dt className="text-muted">Kept now</dt>
      <dd>
        {formatCount(kept, 'execution')}
        {due.executions > 0 ? `, of which the next clean-up deletes ${due.executions.toLocaleString('en')}` : ''}
      </dd>
      <dt className="text-muted">Last clean-up</dt>
      <dd>
        <span role="status">{run ? <Run run={run} /> : 'None yet: the first comes within an hour.'}</span>
      </dd>
    </dl>
  )
}

function Run({ run }: { run: RetentionRunView }) {
  const freed = `${formatCount(run.executions, 'execution')} and ${formatCount(run.messages, 'message')} deleted, about ${formatBytes(run.bytes)} freed`
  if (run.state === 'waiting') {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Spinner label="Waiting" className="size-3.5" /> Asked for; it begins as soon as a worker is free.
      </span>
    )
  }
  if (run.state === 'running') {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Spinner label="Cleaning up" className="size-3.5" /> Under way: {freed} so far.
      </span>
    )
  }
  return (
    <>
      {run.endedAt ? <RelativeTime value={run.endedAt} /> : null}: {freed}
      {run.snapshots > 0 ? `, ${formatCount(run.snapshots, 'unused copy of a flow', 'unused copies of flows')}` : ''}.
    </>
  )
}
