import type { Metadata } from 'next'
import { AppsView } from '@/components/connections/apps/apps-view'
import { PageBody } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listApps } from '@/lib/outbound/apps/queries'

export const metadata: Metadata = { title: 'Connections' }

interface ConnectionsPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<{ search?: string | string[]; cursor?: string | string[] }>
}

export default async function ConnectionsPage({ params, searchParams }: ConnectionsPageProps) {
  const { projectId } = await params
  const { can } = await requireProject(projectId, 'connections.read')
  const query = await searchParams
  const search = first(query.search) ?? ''
  const page = await listApps(projectId, { search, cursor: first(query.cursor) })
  return (
    <PageBody>
      <AppsView projectId={projectId} page={page} search={search} canWrite={can('connections.write')} />
    </PageBody>
  )
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
