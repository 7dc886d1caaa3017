import { CalendarSync, CalendarX } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import type { AsyncCallSummary } from '@/lib/runner/types'

/** Asynchronous calls of an execution that failed for good, or are still under way; nothing when neither. */
export function AsyncBadge({ calls: { pending, failed } }: { calls: AsyncCallSummary }) {
  if (failed > 0) {
    return (
      <Badge tone="danger">
        <CalendarX aria-hidden />
        {failed === 1 ? 'Async call failed' : `${failed} async calls failed`}
      </Badge>
    )
  }
  if (pending === 0) return null
  return (
    <Badge tone="info">
      <CalendarSync aria-hidden />
      {pending === 1 ? 'Async call pending' : `${pending} async calls pending`}
    </Badge>
  )
}

/** What failed after the flow had gone on. */
export function AsyncFailureCallout({ calls }: { calls: AsyncCallSummary }) {
  const { failed, firstFailure } = calls
  if (failed === 0) return null
  const title = failed === 1 ? 'An asynchronous call failed for good' : `${failed} asynchronous calls failed for good`
  return (
    <Callout tone="danger" title={title} className="m-3 mb-0">
      {firstFailure ? `${firstFailure.stepName}: ${firstFailure.message}` : null}
    </Callout>
  )
}
