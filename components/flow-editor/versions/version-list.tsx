'use client'

import { History } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { RequestError } from '@/components/api/request-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import type { VersionItem } from '@/lib/flow-catalog/versions/schema'
import { useEditor, useEditorApi } from '../store/context'
import { showVersion } from '../store/view-actions'
import { useVersions } from './use-versions'

/**
 * The history of the flow: what was published when, by whom and why.
 * @param cameFrom the version whose page was left: it takes the focus. Null: none was
 */
export function VersionList({ cameFrom }: { cameFrom: number | null }) {
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useVersions()
  const live = useEditor((state) => state.liveVersion)
  if (isPending) return <ListSkeleton />
  if (!data)
    return (
      <div className="p-3">
        <RequestError title="The history could not be loaded" error={error} onRetry={() => void refetch()} />
      </div>
    )
  const versions = data.pages.flatMap((page) => page.versions)
  if (versions.length === 0)
    return (
      <EmptyState
        icon={History}
        title="Nothing published yet"
        description="Publish makes a numbered copy of the draft that never changes. Here you look at each, compare them and bring one back."
        className="m-4"
      />
    )
  return (
    <div className="grid gap-2 p-3">
      <h2 className="px-1 font-semibold text-sm">Versions</h2>
      <ol aria-label="Versions" className="grid gap-1">
        {versions.map((version) => (
          <Row
            key={version.number}
            version={version}
            live={version.number === live}
            takesFocus={version.number === cameFrom}
          />
        ))}
      </ol>
      {error ? (
        <RequestError title="Older versions could not be loaded" error={error} onRetry={() => void fetchNextPage()} />
      ) : hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older versions
        </Button>
      ) : null}
    </div>
  )
}

interface RowProps {
  version: VersionItem
  live: boolean
  takesFocus: boolean
}

function Row({ version: { number, note, author, createdAt }, live, takesFocus }: RowProps) {
  const editor = useEditorApi()
  const button = useRef<HTMLButtonElement>(null)
  // The button that was pressed is gone, and with it the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the list comes up
  useEffect(() => {
    if (takesFocus) button.current?.focus()
  }, [])
  return (
    <li>
      <button
        ref={button}
        type="button"
        onClick={() => showVersion(editor, { number, against: null, stepId: null })}
        className="grid w-full gap-0.5 rounded-lg border border-line px-3 py-2 text-left hover:border-line-strong hover:bg-hover"
      >
        <span className="flex items-center gap-2">
          <span className="font-medium text-sm">Version {number}</span>
          {live ? (
            <Badge tone="success" dot>
              Live
            </Badge>
          ) : null}
          <RelativeTime value={createdAt} className="ml-auto text-muted text-xs" />
        </span>
        {note ? <span className="line-clamp-2 break-words text-sm">{note}</span> : null}
        {author === null ? null : <span className="truncate text-muted text-xs">{author}</span>}
      </button>
    </li>
  )
}

function ListSkeleton() {
  return (
    <div className="grid gap-2 p-3">
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} className="h-14" />
      ))}
    </div>
  )
}
