import { TablePageSkeleton } from '@/components/shell/table-page-skeleton'

export default function ConnectionsLoading() {
  return <TablePageSkeleton />
}
