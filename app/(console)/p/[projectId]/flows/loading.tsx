import { TablePageSkeleton } from '@/components/shell/table-page-skeleton'

export default function FlowsLoading() {
  return <TablePageSkeleton />
}
