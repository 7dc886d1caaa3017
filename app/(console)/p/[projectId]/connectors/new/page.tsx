import type { Metadata } from 'next'
import { ConnectorEditor } from '@/components/connectors/connector-editor'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'

export const metadata: Metadata = { title: 'New connector' }

export default async function NewConnectorPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  const { can } = await requireProject(projectId, 'connectors.write')
  return (
    <PageBody className="max-w-7xl">
      <PageHeader
        title="New connector"
        description="Generic HTTP: any API that answers over http or https."
        back={{ href: `/p/${projectId}/connectors`, label: 'Connectors' }}
      />
      <ConnectorEditor projectId={projectId} connector={null} uses={[]} canWrite canTest={can('connectors.test')} />
    </PageBody>
  )
}
