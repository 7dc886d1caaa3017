import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { loadUserParams, toUserFilter, type UserParams } from '@/components/identity/users/user-params'
import { UsersView } from '@/components/identity/users/users-view'
import { PageBody } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { toSoughtValue } from '@/lib/identity/attributes/values'
import { findTenant } from '@/lib/identity/tenants/queries'
import { listUsers } from '@/lib/identity/users/search/queries'

export const metadata: Metadata = { title: 'Users' }

interface UsersPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<SearchParams>
}

export default async function UsersPage({ params, searchParams }: UsersPageProps) {
  const { projectId } = await params
  const { can } = await requireProject(projectId, 'users.read')
  const given: UserParams = await loadUserParams(searchParams)
  const attributes = await listAttributes(projectId, 'user')
  const filter = toUserFilter(given, toSoughtValue(attributes, given.attribute, given.value))
  const [page, tenant] = await Promise.all([
    listUsers(projectId, filter, { cursor: given.cursor }),
    given.tenant ? findTenant(projectId, given.tenant) : null,
  ])
  return (
    <PageBody>
      <UsersView
        projectId={projectId}
        page={page}
        params={given}
        attributes={attributes}
        tenantName={tenant?.name ?? null}
        canWrite={can('users.write')}
      />
    </PageBody>
  )
}
