'use client'

import { useQuery } from '@tanstack/react-query'
import { fetchJson, projectPath } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { Skeleton } from '@/components/ui/skeleton'
import type { ConnectorUse } from '@/lib/connectors/types'
import { UsesList } from './uses-list'

export interface UsedInProps {
  projectId: string
  connector: { id: string; name: string; usedIn: number }
}

/** How many flows use a connector; pressed, it names them. */
export function UsedIn({ projectId, connector }: UsedInProps) {
  const { usedIn } = connector
  if (usedIn === 0) return <span className="text-subtle">no flow</span>
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="link"
          size="inline"
          className="text-fg"
          aria-label={`${connector.name} is used in ${countText(usedIn)}`}
        >
          {countText(usedIn)}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={`Where ${connector.name} is used`} className="w-80">
        <Uses projectId={projectId} connectorId={connector.id} />
      </PopoverContent>
    </Popover>
  )
}

/** Where a connector is used, as it is now. */
export function useConnectorUses(projectId: string, connectorId: string) {
  return useQuery({
    queryKey: ['connector-uses', projectId, connectorId],
    queryFn: ({ signal }) =>
      fetchJson<ConnectorUse[]>(projectPath(projectId, 'connectors', connectorId, 'used-in'), { signal }),
    staleTime: 0,
    gcTime: 0,
  })
}

function Uses({ projectId, connectorId }: { projectId: string; connectorId: string }) {
  const { data, error, refetch } = useConnectorUses(projectId, connectorId)
  if (error) return <RequestError error={error} title="The flows could not be loaded" onRetry={() => void refetch()} />
  if (!data) {
    return (
      <div role="status" className="grid gap-2">
        <span className="sr-only">Loading</span>
        <Skeleton className="h-5 w-48" />
        <Skeleton className="h-4 w-32" />
      </div>
    )
  }
  return <UsesList projectId={projectId} uses={data} />
}

function countText(flows: number): string {
  return `${flows.toLocaleString('en')} ${flows === 1 ? 'flow' : 'flows'}`
}
