import { TablePageSkeleton } from '@/components/shell/table-page-skeleton'

export default function ConnectorsLoading() {
  return <TablePageSkeleton />
}
