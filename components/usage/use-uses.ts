import { useQuery } from '@tanstack/react-query'
import { fetchJson, projectPath } from '@/components/api/fetch-json'
import type { FlowUse } from '@/lib/flow-catalog/usage/types'

/** What flows may use. */
export interface UsedThing {
  projectId: string
  kind: 'connectors' | 'connections' | 'flows'
  id: string
  name: string
}

/** Where something is used, as it is now. */
export function useUses({ projectId, kind, id }: UsedThing) {
  return useQuery({
    queryKey: ['uses', projectId, kind, id],
    queryFn: ({ signal }) => fetchJson<FlowUse[]>(projectPath(projectId, kind, id, 'used-in'), { signal }),
    staleTime: 0,
    gcTime: 0,
  })
}
