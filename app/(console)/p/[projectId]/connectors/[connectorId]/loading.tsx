import { PageBody } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'

export default function ConnectorLoading() {
  return (
    <PageBody className="max-w-7xl">
      <div role="status">
        <span className="sr-only">Loading</span>
        <Skeleton className="h-4 w-20" />
        <Skeleton className="mt-2 mb-6 h-7 w-56" />
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <Skeleton className="h-[34rem] rounded-xl" />
          <Skeleton className="h-80 rounded-xl" />
        </div>
      </div>
    </PageBody>
  )
}
