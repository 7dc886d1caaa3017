'use client'

import { useMemo } from 'react'
import { RequestError } from '@/components/api/request-error'
import { Skeleton } from '@/components/ui/skeleton'
import { diffFlows } from '@/lib/flow/diff'
import { useEditor } from '../store/context'
import { ChangeList } from './change-list'
import { sideName } from './shown-version'
import { useVersion } from './use-versions'

/** What publishing the draft changes against the live version. */
export function PublishChanges({ live }: { live: number }) {
  const { data, error, refetch } = useVersion(live)
  const draft = useEditor((state) => state.document)
  const comparison = useMemo(
    () =>
      data
        ? {
            before: data.document,
            after: draft,
            beforeName: sideName(live),
            afterName: sideName('draft'),
            diff: diffFlows(data.document, draft),
          }
        : null,
    [data, draft, live],
  )
  return (
    <section aria-label={`Changes since version ${live}`} className="grid min-w-0 gap-1.5">
      <h3 className="font-medium text-sm">Changes since version {live}</h3>
      {comparison ? (
        <ChangeList comparison={comparison} selectedStepId={null} />
      ) : error ? (
        <RequestError title="The live version could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-16" />
      )}
    </section>
  )
}
