import type { Metadata } from 'next'
import { ConnectorsView } from '@/components/connectors/connectors-view'
import { ImportConnectorsButton } from '@/components/import/import-connectors-button'
import { PageBody } from '@/components/ui/page-header'
import { listConnectors } from '@/lib/connectors/queries'
import { requireProject } from '@/lib/console/session'

export const metadata: Metadata = { title: 'Connectors' }

interface ConnectorsPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<{ search?: string | string[]; cursor?: string | string[] }>
}

export default async function ConnectorsPage({ params, searchParams }: ConnectorsPageProps) {
  const { projectId } = await params
  const { can } = await requireProject(projectId, 'connectors.read')
  const query = await searchParams
  const search = first(query.search) ?? ''
  const page = await listConnectors(projectId, { search, cursor: first(query.cursor) })
  return (
    <PageBody>
      <ConnectorsView
        projectId={projectId}
        page={page}
        search={search}
        canWrite={can('connectors.write')}
        importButton={<ImportConnectorsButton projectId={projectId} />}
      />
    </PageBody>
  )
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
