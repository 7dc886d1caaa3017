'use client'

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchJson, projectPath } from '@/components/api/fetch-json'
import { type ExecutionFilter, type ExecutionPage, isLive } from '@/lib/runner/types'
import { type ExecutionParams, toExecutionFilter } from './execution-params'

const LIVE_REFRESH_MS = 3000

/** The first page as the server loaded it, with the filters it was loaded for. */
export interface InitialExecutions {
  params: ExecutionParams
  page: ExecutionPage
  /** Milliseconds since the epoch. */
  loadedAt: number
}

/** A project's executions under some filters, page after page. Refreshes by itself while one of the newest still runs. */
export function useExecutions(projectId: string, params: ExecutionParams, initial: InitialExecutions) {
  const client = useQueryClient()
  const [refreshing, setRefreshing] = useState(false)
  const queryKey = ['executions', projectId, params]
  const isInitial = JSON.stringify(params) === JSON.stringify(initial.params)
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchExecutions(projectId, params, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    ...(isInitial
      ? { initialData: { pages: [initial.page], pageParams: [null] }, initialDataUpdatedAt: initial.loadedAt }
      : {}),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    // Only the first page is worth asking for again and again.
    refetchInterval: ({ state: { data } }) => {
      const [first] = data?.pages ?? []
      return data?.pages.length === 1 &&
        first?.executions.some(({ status, asyncCalls }) => isLive(status) || asyncCalls.pending > 0)
        ? LIVE_REFRESH_MS
        : false
    },
  })
  return {
    ...query,
    /** Loads the newest again, and forgets the pages behind them: a long list is not loaded anew as a whole. */
    refresh() {
      client.setQueryData<typeof query.data>(
        queryKey,
        (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
      )
      setRefreshing(true)
      void query.refetch().finally(() => setRefreshing(false))
    },
    /** A refresh that was asked for is under way; refetches by itself do not count. */
    refreshing,
  }
}

function fetchExecutions(projectId: string, params: ExecutionParams, cursor: string | null, signal: AbortSignal) {
  const filter: ExecutionFilter = toExecutionFilter(params, Date.now())
  return fetchJson<ExecutionPage>(projectPath(projectId, 'executions'), { query: { ...filter, cursor }, signal })
}

/** What the filter needs of a flow. */
export interface FlowChoice {
  id: string
  name: string
  liveVersion: number | null
}

/** The project's flows by name, for choosing one. */
export function useFlowChoices(projectId: string, search: string, enabled: boolean) {
  return useQuery({
    queryKey: ['flow-choices', projectId, search],
    queryFn: ({ signal }) =>
      fetchJson<{ flows: FlowChoice[] }>(projectPath(projectId, 'flows'), { query: { search }, signal }),
    placeholderData: keepPreviousData,
    enabled,
  })
}
