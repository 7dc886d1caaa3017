import type { Metadata } from 'next'
import { TenantsView } from '@/components/identity/tenants/tenants-view'
import { PageBody } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listTenants } from '@/lib/identity/tenants/search/queries'

export const metadata: Metadata = { title: 'Tenants' }

interface TenantsPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<{ search?: string | string[]; cursor?: string | string[] }>
}

export default async function TenantsPage({ params, searchParams }: TenantsPageProps) {
  const { projectId } = await params
  const { can } = await requireProject(projectId, 'tenants.read')
  const query = await searchParams
  const search = (first(query.search) ?? '').slice(0, 200)
  const page = await listTenants(projectId, { text: search }, { cursor: first(query.cursor) })
  return (
    <PageBody>
      <TenantsView projectId={projectId} page={page} search={search} canWrite={can('tenants.write')} />
    </PageBody>
  )
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
