import { PageBody } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'

export default function SettingsLoading() {
  return (
    <PageBody>
      <div role="status" className="max-w-3xl">
        <span className="sr-only">Loading</span>
        <Skeleton className="h-7 w-32" />
        <Skeleton className="mt-2 h-4 w-64" />
        <Skeleton className="mt-6 h-80 w-full rounded-xl" />
        <Skeleton className="mt-6 h-20 w-full rounded-xl" />
      </div>
    </PageBody>
  )
}
