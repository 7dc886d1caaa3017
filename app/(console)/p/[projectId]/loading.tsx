import { TablePageSkeleton } from '@/components/shell/table-page-skeleton'

export default function ProjectLoading() {
  return <TablePageSkeleton />
}
