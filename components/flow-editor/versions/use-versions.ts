import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { ApiError } from '@/components/api/fetch-json'
import type { VersionPage } from '@/lib/flow-catalog/versions/schema'
import type { ActionResult } from '@/lib/result'
import { useEditor, useEditorApi } from '../store/context'

/** The history of the open flow, page after page, newest first. */
export function useVersions() {
  const { projectId, flowId, actions } = useEditorApi()
  const latest = useEditor((state) => state.latestVersion)
  const query = useInfiniteQuery({
    queryKey: ['versions', projectId, flowId],
    queryFn: async ({ pageParam }) => unwrap(await actions.versions.list(pageParam ?? undefined)),
    initialPageParam: null as number | null,
    getNextPageParam: (page: VersionPage) => page.nextBelow,
    refetchOnWindowFocus: false,
  })
  const { refetch, data } = query
  const newest = data?.pages[0]?.latest ?? latest
  // What is published from this page belongs on top at once.
  useEffect(() => {
    if (newest < latest) void refetch()
  }, [newest, latest, refetch])
  return query
}

/** One version with its document; null asks for none. */
export function useVersion(number: number | null) {
  const { projectId, flowId, actions } = useEditorApi()
  return useQuery({
    queryKey: ['version', projectId, flowId, number],
    queryFn: async () => unwrap(await actions.versions.load(number ?? 0)),
    enabled: number !== null,
    // A version never changes; its note is set below.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
}

/** Shows a changed note wherever the version is listed, without loading all pages again. */
export function useShowNote() {
  const { projectId, flowId } = useEditorApi()
  const client = useQueryClient()
  return useCallback(
    (number: number, note: string) => {
      const change = <T extends { number: number; note: string }>(version: T): T =>
        version.number === number ? { ...version, note } : version
      client.setQueryData<{ number: number; note: string }>(
        ['version', projectId, flowId, number],
        (version) => version && change(version),
      )
      client.setQueryData<InfiniteData<VersionPage>>(
        ['versions', projectId, flowId],
        (data) =>
          data && { ...data, pages: data.pages.map((page) => ({ ...page, versions: page.versions.map(change) })) },
      )
    },
    [client, projectId, flowId],
  )
}

function unwrap<T>(result: ActionResult<T>): T {
  if (result.ok) return result.data
  throw new ApiError(result.code === 'unauthenticated' ? 'signedOut' : result.code, result.message, 0)
}
