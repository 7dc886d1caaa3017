import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { ConnectorMenu } from '@/components/connectors/connector-menu'
import { ConnectorEditor } from '@/components/connectors/forms'
import { ConnectionChoicesProvider } from '@/components/connectors/http/connection/connection-choices'
import { InsecureNotice } from '@/components/connectors/http/network/insecure-notice'
import { HeldToken } from '@/components/connectors/http/oauth/held-token'
import { KnownPathsProvider } from '@/components/template/known-paths'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { UsedIn } from '@/components/usage/used-in'
import { listExamples } from '@/lib/connectors/examples/queries'
import { getConnector } from '@/lib/connectors/queries'
import { connectorTypes } from '@/lib/connectors/schemas'
import { findHeldToken } from '@/lib/connectors/tokens/queries'
import { usedIn } from '@/lib/connectors/usage/queries'
import { requireProject } from '@/lib/console/session'
import { listAppNames } from '@/lib/outbound/choices/queries'
import { DomainError } from '@/lib/result'
import { readHeaderPaths } from './header-paths'

interface ConnectorPageProps {
  params: Promise<{ projectId: string; connectorId: string }>
}

const loadConnector = cache(async (projectId: string, connectorId: string) => {
  await requireProject(projectId, 'connectors.read')
  try {
    return await getConnector(projectId, connectorId)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'notFound') notFound()
    throw error
  }
})

export async function generateMetadata({ params }: ConnectorPageProps): Promise<Metadata> {
  const { projectId, connectorId } = await params
  return { title: (await loadConnector(projectId, connectorId)).name }
}

export default async function ConnectorPage({ params }: ConnectorPageProps) {
  const { projectId, connectorId } = await params
  const { can } = await requireProject(projectId, 'connectors.read')
  const [connector, uses, examples, held, connections] = await Promise.all([
    loadConnector(projectId, connectorId),
    usedIn(projectId, connectorId),
    listExamples(projectId, connectorId),
    findHeldToken(projectId, connectorId),
    listAppNames(projectId),
  ])
  const headers = await readHeaderPaths(projectId, uses)
  const flows = new Set(uses.map((use) => use.flowId)).size
  const canWrite = can('connectors.write')
  return (
    <PageBody className="max-w-7xl">
      <PageHeader
        title={connector.name}
        back={{ href: `/p/${projectId}/connectors`, label: 'Connectors' }}
        meta={
          <span className="text-sm text-subtle">
            {connectorTypes[connector.type].label} · used in{' '}
            <UsedIn thing={{ projectId, kind: 'connectors', id: connector.id, name: connector.name }} flows={flows} />
          </span>
        }
        actions={<ConnectorMenu projectId={projectId} connector={connector} canWrite={canWrite} onPage />}
      />
      {connector.insecure ? <InsecureNotice /> : null}
      {connector.definition.type === 'http' &&
      connector.definition.authentication.method === 'oauth2ClientCredentials' ? (
        <HeldToken
          projectId={projectId}
          connectorId={connectorId}
          usableUntil={held?.usableUntil ?? null}
          canWrite={canWrite}
        />
      ) : null}
      <KnownPathsProvider {...headers} secretsAllowed strict={false}>
        <ConnectionChoicesProvider choices={connections}>
          <ConnectorEditor
            key={connector.id}
            type={connector.type}
            projectId={projectId}
            connector={connector}
            uses={uses}
            examples={examples}
            canWrite={canWrite}
            canTest={can('connectors.test')}
          />
        </ConnectionChoicesProvider>
      </KnownPathsProvider>
    </PageBody>
  )
}
