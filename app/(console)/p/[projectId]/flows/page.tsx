import type { Metadata } from 'next'
import { FlowsView } from '@/components/flows/flows-view'
import { PageBody } from '@/components/ui/page-header'
import { listMissingConnectors } from '@/lib/connectors/samples/service'
import { hostedUrl } from '@/lib/console/origins'
import { requireProject } from '@/lib/console/session'
import { flowTemplates, listTemplateConnectors } from '@/lib/flow/templates/registry'
import { listFlows } from '@/lib/flow-catalog/queries'

export const metadata: Metadata = { title: 'Flows' }

interface FlowsPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<{ search?: string | string[]; cursor?: string | string[] }>
}

export default async function FlowsPage({ params, searchParams }: FlowsPageProps) {
  const { projectId } = await params
  const { can } = await requireProject(projectId, 'flows.read')
  const query = await searchParams
  const search = first(query.search) ?? ''
  const [page, missing] = await Promise.all([
    listFlows(projectId, { search, cursor: first(query.cursor) }),
    listMissingConnectors(projectId, [...new Set(flowTemplates.flatMap(listTemplateConnectors))]),
  ])
  return (
    <PageBody>
      <FlowsView
        projectId={projectId}
        page={page}
        search={search}
        missingConnectors={missing}
        canWrite={can('flows.write')}
        hostedUrl={hostedUrl()}
      />
    </PageBody>
  )
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
