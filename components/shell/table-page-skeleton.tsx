import { PageBody } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'

const ROWS = ['a', 'b', 'c', 'd', 'e']

/** A page with a title and a table, while it loads. */
export function TablePageSkeleton() {
  return (
    <PageBody>
      <div role="status">
        <span className="sr-only">Loading</span>
        <div className="mb-6 flex items-start justify-between gap-6">
          <div>
            <Skeleton className="h-7 w-40" />
            <Skeleton className="mt-2 h-4 w-72 max-w-full" />
          </div>
          <Skeleton className="h-8 w-28" />
        </div>
        <div className="divide-y divide-line rounded-xl border border-line bg-surface">
          <div className="flex h-9 items-center gap-6 px-4">
            <Skeleton className="h-3 w-24" />
            <Skeleton className="h-3 w-16" />
          </div>
          {ROWS.map((row) => (
            <div key={row} className="flex h-14 items-center gap-6 px-4">
              <Skeleton className="h-4 w-44" />
              <Skeleton className="ml-auto h-4 w-24" />
            </div>
          ))}
        </div>
      </div>
    </PageBody>
  )
}
