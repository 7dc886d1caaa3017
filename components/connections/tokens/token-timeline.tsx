'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { fetchJson, projectPath } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import { Spinner } from '@/components/ui/spinner'
import type { TokenEvent, TokenEventPage } from '@/lib/outbound/tokens/details/schema'
import { tokenQueryKey } from './token-query-key'

/** What happened to a token, newest first. */
export function TokenTimeline({ projectId, tokenId }: { projectId: string; tokenId: string }) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [...tokenQueryKey(projectId, tokenId), 'events'],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<TokenEventPage>(projectPath(projectId, 'outbound-tokens', tokenId, 'events'), {
        query: { cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const events = data?.pages.flatMap((page) => page.events) ?? []
  return (
    <section aria-label="Timeline" className="mt-6">
      <h3 className="mb-2 font-medium text-sm">Timeline</h3>
      {error ? (
        <RequestError title="The timeline could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : data && events.length === 0 ? (
        <p className="text-muted text-sm">Nothing has happened to it yet.</p>
      ) : data ? (
        <ol className="border-line border-l">
          {events.map((event) => (
            <TimelineEntry key={event.id} event={event} />
          ))}
        </ol>
      ) : (
        <Spinner label="Loading the timeline" className="text-subtle" />
      )}
      {hasNextPage ? (
        <Button size="sm" className="mt-2" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show earlier
        </Button>
      ) : null}
    </section>
  )
}

function TimelineEntry({ event: { at, type, actor, detail, count } }: { event: TokenEvent }) {
  const bad = FAILED.has(type)
  const who = actor.name || actor.id
  return (
    <li className="relative pb-3 pl-4 text-sm">
      <span
        aria-hidden
        className={cn('absolute top-1.5 -left-[4.5px] size-2 rounded-full bg-line-strong', bad && 'bg-danger-solid')}
      />
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className={cn('font-medium', bad && 'text-danger')}>{eventLabels[type] ?? type}</span>
        {count > 1 ? <span className="text-muted text-xs">{count.toLocaleString('en')} times</span> : null}
        <RelativeTime value={at} className="text-subtle text-xs" />
      </span>
      {who ? (
        <span className="block break-words text-muted text-xs">
          by {actorWords[actor.type] ?? ''} {who}
        </span>
      ) : null}
      {detail ? <span className="block break-words text-muted text-xs">{detail}</span> : null}
    </li>
  )
}

const FAILED: ReadonlySet<string> = new Set(['refreshFailed', 'needsReconnect', 'revokeFailed'])

const eventLabels: Readonly<Record<string, string>> = {
  issued: 'Connected',
  replaced: 'Connected again',
  uploaded: 'Uploaded',
  refreshed: 'Refreshed',
  refreshFailed: 'Refresh failed',
  needsReconnect: 'Needs to be connected again',
  fetched: 'Fetched',
  revealed: 'Revealed',
  revoked: 'Revoked at the provider',
  revokeFailed: 'Not revoked at the provider',
  deleted: 'Deleted',
}

const actorWords: Readonly<Record<string, string>> = { key: 'key', user: 'user', flow: 'flow' }
