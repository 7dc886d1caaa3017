'use client'

import { RequestError } from '@/components/api/request-error'
import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { Skeleton } from '@/components/ui/skeleton'
import { type UsedThing, useUses } from './use-uses'
import { UsesList } from './uses-list'

export interface UsedInProps {
  thing: UsedThing
  /** How many flows use it. */
  flows: number
}

/** How many flows use something; pressed, it names them. */
export function UsedIn({ thing, flows }: UsedInProps) {
  if (flows === 0) return <span className="text-subtle">no flow</span>
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="link"
          size="inline"
          className="text-fg"
          aria-label={`${thing.name} is used in ${countText(flows)}`}
        >
          {countText(flows)}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={`Where ${thing.name} is used`} className="w-80">
        <Uses thing={thing} />
      </PopoverContent>
    </Popover>
  )
}

function Uses({ thing }: { thing: UsedThing }) {
  const { data, error, refetch } = useUses(thing)
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
  return <UsesList projectId={thing.projectId} uses={data} />
}

function countText(flows: number): string {
  return `${flows.toLocaleString('en')} ${flows === 1 ? 'flow' : 'flows'}`
}
