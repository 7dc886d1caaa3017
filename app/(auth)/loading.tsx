import { Skeleton } from '@/components/ui/skeleton'

export default function AuthLoading() {
  return (
    <div role="status" className="rounded-xl border border-line bg-surface p-7">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="mt-8 h-8 w-full" />
      <Skeleton className="mt-5 h-8 w-full" />
      <Skeleton className="mt-6 h-10 w-full" />
    </div>
  )
}
