import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { loadAuditParams, toAuditFilter } from '@/components/audit/audit-params'
import { AuditView } from '@/components/audit/audit-view'
import { listAuditActions, listAuditEvents } from '@/lib/audit/queries'
import { requireProject } from '@/lib/console/session'

export const metadata: Metadata = { title: 'Audit' }

interface AuditPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<SearchParams>
}

export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const { projectId } = await params
  await requireProject(projectId, 'audit.read')
  const given = await loadAuditParams(searchParams)
  const filter = toAuditFilter(given)
  const [page, actions] = await Promise.all([
    listAuditEvents(projectId, filter, given.cursor ?? undefined),
    listAuditActions(projectId),
  ])
  return <AuditView projectId={projectId} page={page} actions={actions} filter={filter} search={given.search ?? ''} />
}
