'use client'

import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'

export interface ConflictCalloutProps {
  /** What both have changed, in the words of the page: connector. */
  thing: string
  /** The version that the server has now has arrived. */
  ready: boolean
  onTheirs: () => void
  onMine: () => void
}

/** Two people have changed one thing: neither’s work goes without being asked for. */
export function ConflictCallout({ thing, ready, onTheirs, onMine }: ConflictCalloutProps) {
  return (
    <Callout
      tone="warning"
      role="alert"
      title={`Someone else saved this ${thing} after you opened it`}
      actions={
        <>
          <Button size="sm" disabled={!ready} onClick={onTheirs}>
            Load theirs
          </Button>
          <Button size="sm" variant="danger-ghost" disabled={!ready} onClick={onMine}>
            Save mine over theirs
          </Button>
        </>
      }
    >
      What you typed is still here. Load theirs to drop it, or save yours over it.
    </Callout>
  )
}
