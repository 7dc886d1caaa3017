import { PageBody } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'

export default function ConnectionLoading() {
  return (
    <PageBody>
      <div role="status">
        <span className="sr-only">Loading</span>
        <Skeleton className="h-4 w-20" />
        <Skeleton className="mt-2 mb-4 h-8 w-56" />
        <Skeleton className="mb-5 h-9 w-64" />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <Skeleton className="h-[34rem] rounded-xl" />
          <Skeleton className="h-48 rounded-xl" />
        </div>
      </div>
    </PageBody>
  )
}
