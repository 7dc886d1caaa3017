import { Skeleton } from '@/components/ui/skeleton'
import { Spinner } from '@/components/ui/spinner'

/** The editor's frame while the flow loads. */
export function EditorSkeleton() {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-3 border-line border-b bg-surface px-3">
        <Skeleton className="size-6" />
        <Skeleton className="h-5 w-40" />
        <div className="flex-1" />
        <Skeleton className="h-8 w-16" />
        <Skeleton className="h-8 w-20 max-md:hidden" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="grid flex-1 place-items-center text-subtle">
          <Spinner label="Loading the flow" className="size-5" />
        </div>
        <div className="grid w-105 content-start gap-3 border-line border-l bg-surface p-4 max-md:hidden">
          <Skeleton className="h-6 w-32" />
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-20 w-full" />
        </div>
      </div>
    </div>
  )
}
