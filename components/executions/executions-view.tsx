'use client'

import { ListTree, RefreshCw, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { RequestError } from '@/components/api/request-error'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { ExecutionFilters } from './execution-filters'
import { executionParams, isFiltered } from './execution-params'
import { ExecutionTable } from './execution-table'
import { type InitialExecutions, useExecutions } from './use-executions'

export interface ExecutionsViewProps {
  projectId: string
  initial: InitialExecutions
}

/** All executions of a project, filtered by what the address says. */
export function ExecutionsView({ projectId, initial }: ExecutionsViewProps) {
  const [params, setParams] = useQueryStates(executionParams, { history: 'replace' })
  const { data, error, refreshing, isPlaceholderData, isFetchingNextPage, hasNextPage, fetchNextPage, refresh } =
    useExecutions(projectId, params, initial)
  const executions = useMemo(() => data?.pages.flatMap((page) => page.executions) ?? [], [data])
  const filtered = isFiltered(params)
  const clear = () => void setParams(null)
  return (
    <div className="mx-auto flex h-full w-full max-w-6xl flex-col px-4 py-6 sm:px-8 sm:py-8">
      <PageHeader
        title="Executions"
        description="Every run of a flow, with each request it sent and each answer it got."
        className="mb-4"
        actions={
          <Button onClick={refresh} loading={refreshing}>
            <RefreshCw aria-hidden /> Refresh
          </Button>
        }
      />
      <ExecutionFilters
        projectId={projectId}
        params={params}
        flowName={executions.find(({ flowId }) => flowId === params.flow)?.flowName}
        onChange={(change) => void setParams(change)}
        onClear={clear}
      />
      {error ? (
        <div className="mb-3">
          <RequestError title="The executions could not be loaded" error={error} onRetry={refresh} />
        </div>
      ) : null}
      {executions.length > 0 ? (
        <div
          className={cn('flex min-h-0 flex-1 flex-col', isPlaceholderData && 'opacity-60')}
          aria-busy={isPlaceholderData}
        >
          <ExecutionTable
            key={JSON.stringify(params)}
            projectId={projectId}
            executions={executions}
            hasMore={hasNextPage && !isPlaceholderData}
            loadingMore={isFetchingNextPage}
            onMore={fetchNextPage}
          />
        </div>
      ) : data ? (
        filtered ? (
          <EmptyState
            icon={SearchX}
            title="No execution matches"
            description="Choose a longer time, another status, or clear the filters to see all executions."
          >
            <Button onClick={clear}>Clear filters</Button>
          </EmptyState>
        ) : (
          <EmptyState
            icon={ListTree}
            title="Nothing has run yet"
            description="Open a flow and press Run, or start one by API: each run appears here with its requests and responses."
          >
            <Button variant="primary" asChild>
              <Link href={`/p/${projectId}/flows`}>Choose a flow to run</Link>
            </Button>
          </EmptyState>
        )
      ) : error ? null : (
        <RowsSkeleton />
      )}
    </div>
  )
}

function RowsSkeleton() {
  return (
    <div role="status" className="divide-y divide-line rounded-xl border border-line bg-surface">
      <span className="sr-only">Loading executions</span>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className="flex h-14 items-center gap-6 px-4">
          <Skeleton className="h-5 w-20 rounded-full" />
          <Skeleton className="h-4 w-48" />
          <Skeleton className="ml-auto h-4 w-24" />
        </div>
      ))}
    </div>
  )
}
