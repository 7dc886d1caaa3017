import { Skeleton } from '@/components/ui/skeleton'

export default function ExecutionLoading() {
  return (
    <div role="status" className="flex h-full flex-col">
      <span className="sr-only">Loading the execution</span>
      <div className="border-line border-b bg-surface px-4 py-3 sm:px-6">
        <Skeleton className="mb-2 h-3 w-20" />
        <Skeleton className="h-7 w-64 max-w-full" />
        <Skeleton className="mt-2 h-5 w-96 max-w-full" />
      </div>
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        <div className="h-72 bg-canvas lg:h-auto lg:flex-1" />
        <div className="grid content-start gap-3 border-line bg-surface p-3 lg:w-[min(44%,560px)] lg:border-l">
          {[0, 1, 2, 3, 4, 5].map((row) => (
            <Skeleton key={row} className="h-10" />
          ))}
        </div>
      </div>
    </div>
  )
}
