import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { loadTokenParams, toTokenFilter } from '@/components/connections/tokens/token-params'
import { TokensView } from '@/components/connections/tokens/tokens-view'
import { requireProject } from '@/lib/console/session'
import { listApps } from '@/lib/outbound/apps/queries'
import { listTokens } from '@/lib/outbound/tokens/list/queries'
import { loadTenant, TenantFrame } from '../tenant-frame'

interface TenantConnectionsProps {
  params: Promise<{ projectId: string; tenantId: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: TenantConnectionsProps): Promise<Metadata> {
  const { projectId, tenantId } = await params
  return { title: `Connections of ${(await loadTenant(projectId, tenantId)).name}` }
}

export default async function TenantConnectionsPage({ params, searchParams }: TenantConnectionsProps) {
  const { projectId, tenantId } = await params
  const { can } = await requireProject(projectId, 'connections.read')
  const given = await loadTokenParams(searchParams)
  const [tenant, page, { apps }] = await Promise.all([
    loadTenant(projectId, tenantId),
    listTokens(projectId, toTokenFilter(given, { tenantId }), { cursor: given.cursor }),
    listApps(projectId, { limit: 200 }),
  ])
  return (
    <TenantFrame projectId={projectId} tenant={tenant} current="connections" withConnections>
      <TokensView
        projectId={projectId}
        place={{ of: 'tenant', tenant: { id: tenant.id, name: tenant.name } }}
        page={page}
        params={given}
        apps={apps.map(({ id, name, type }) => ({ id, name, type }))}
        rights={{ manage: can('tokens.manage'), reveal: can('tokens.reveal') }}
      />
    </TenantFrame>
  )
}
