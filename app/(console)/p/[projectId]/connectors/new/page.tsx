import type { Metadata } from 'next'
import { ConnectorEditor } from '@/components/connectors/forms'
import { ConnectionChoicesProvider } from '@/components/connectors/http/connection/connection-choices'
import { TypePicker } from '@/components/connectors/type-picker'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { isConnectorType } from '@/lib/connectors/schemas'
import { requireProject } from '@/lib/console/session'
import { listAppNames } from '@/lib/outbound/choices/queries'

export const metadata: Metadata = { title: 'New connector' }

interface NewConnectorPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<{ type?: string | string[] }>
}

export default async function NewConnectorPage({ params, searchParams }: NewConnectorPageProps) {
  const { projectId } = await params
  const { can } = await requireProject(projectId, 'connectors.write')
  const { type: wanted } = await searchParams
  const type = typeof wanted === 'string' && isConnectorType(wanted) ? wanted : 'http'
  return (
    <PageBody className="max-w-7xl">
      <PageHeader title="New connector" back={{ href: `/p/${projectId}/connectors`, label: 'Connectors' }} />
      <TypePicker projectId={projectId} chosen={type} />
      <ConnectionChoicesProvider choices={await listAppNames(projectId)}>
        <ConnectorEditor
          type={type}
          projectId={projectId}
          connector={null}
          uses={[]}
          examples={[]}
          canWrite
          canTest={can('connectors.test')}
        />
      </ConnectionChoicesProvider>
    </PageBody>
  )
}
