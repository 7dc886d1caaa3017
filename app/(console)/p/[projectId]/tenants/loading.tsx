import { TablePageSkeleton } from '@/components/shell/table-page-skeleton'

export default function Loading() {
  return <TablePageSkeleton />
}
