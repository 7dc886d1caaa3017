import { Badge } from '@/components/ui/badge'
import type { FlowListItem } from '@/lib/flow-catalog/schema'

type Stated = Pick<FlowListItem, 'disabled' | 'liveVersion' | 'hasUnpublishedChanges'>

/** What callers get of a flow now, and whether its draft is ahead. */
export function FlowState({ disabled, liveVersion, hasUnpublishedChanges }: Stated) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {disabled ? (
        <Badge tone="warning" dot title="Callers are refused. The draft can still be run in the console.">
          Disabled
        </Badge>
      ) : null}
      {liveVersion === null ? (
        <Badge title="Not published yet: only the runner can run it.">Draft only</Badge>
      ) : (
        <Badge tone={disabled ? 'neutral' : 'success'} dot={!disabled}>
          {disabled ? `v${liveVersion}` : `Live v${liveVersion}`}
        </Badge>
      )}
      {liveVersion !== null && hasUnpublishedChanges ? (
        <Badge tone="accent" title="The draft differs from the live version.">
          Unpublished changes
        </Badge>
      ) : null}
    </span>
  )
}
