import { Building2, Plus, SearchX } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ListSearch } from '@/components/ui/list-search'
import { PageHeader } from '@/components/ui/page-header'
import { Pager } from '@/components/ui/pager'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { TenantPage } from '@/lib/identity/tenants/types'
import { countText } from '../count-text'
import { IdentityTabs } from '../identity-tabs'

export interface TenantsViewProps {
  projectId: string
  page: TenantPage
  search: string
  canWrite: boolean
}

/** The organisations that a project's users belong to. */
export function TenantsView({ projectId, page, search, canWrite }: TenantsViewProps) {
  const list = `/p/${projectId}/tenants`
  const none = page.total === 0 && search === ''
  const create = canWrite ? (
    <Button variant="primary" asChild>
      <Link href={`${list}/new`}>
        <Plus aria-hidden /> New tenant
      </Link>
    </Button>
  ) : null
  return (
    <>
      <PageHeader
        title="Tenants"
        description="The organisations that your users belong to."
        actions={none ? null : create}
      />
      <IdentityTabs projectId={projectId} of="tenants" current="list" />
      {none ? (
        <EmptyState
          icon={Building2}
          title="No tenant yet"
          description={
            canWrite
              ? 'Create one for each organisation that uses your application, then make users its members. Flows and the management API can do it too.'
              : 'Nobody has made one yet. An editor or admin of the project can.'
          }
        >
          {create}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex items-center">
            <ListSearch label="Search tenants" placeholder="Search by name or id" />
          </div>
          {page.tenants.length > 0 ? (
            <TenantTable projectId={projectId} tenants={page.tenants} />
          ) : (
            <EmptyState
              icon={SearchX}
              title={search === '' ? 'This page is empty' : `No tenant matches “${search}”`}
              description="Part of the name is enough; an id has to be whole."
            >
              <Button asChild>
                <Link href={list}>Show all tenants</Link>
              </Button>
            </EmptyState>
          )}
          <Pager
            summary={countText(page.total, 'tenant', 'tenants', search !== '')}
            query={search === '' ? {} : { search }}
            previousCursor={page.previousCursor}
            nextCursor={page.nextCursor}
          />
        </>
      )}
    </>
  )
}

function TenantTable({ projectId, tenants }: { projectId: string; tenants: TenantPage['tenants'] }) {
  return (
    <Table label="Tenants">
      <TableHeader>
        <TableRow>
          <TableHead>Tenant</TableHead>
          <TableHead>Users</TableHead>
          <TableHead className="hidden md:table-cell">Domains</TableHead>
          <TableHead className="hidden sm:table-cell">Created</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {tenants.map((tenant) => (
          <TableRow key={tenant.id} className="hover:bg-hover/60">
            <TableCell className="w-full max-w-0">
              <span className="flex min-w-0 items-center gap-2">
                <Link
                  href={`/p/${projectId}/tenants/${tenant.id}`}
                  prefetch={false}
                  className="truncate rounded-sm font-medium hover:underline"
                >
                  {tenant.name}
                </Link>
                {tenant.disabled ? (
                  <Badge tone="danger" dot>
                    Disabled
                  </Badge>
                ) : null}
              </span>
              <code className="block truncate font-mono text-subtle text-xs">{tenant.id}</code>
            </TableCell>
            <TableCell className="whitespace-nowrap tabular-nums">
              <Link href={`/p/${projectId}/users?tenant=${tenant.id}`} className="rounded-sm hover:underline">
                {countText(tenant.userCount, 'user', 'users', false)}
              </Link>
            </TableCell>
            <TableCell className="hidden max-w-60 md:table-cell">
              <span className="block truncate text-muted">{tenant.domains.join(', ') || '–'}</span>
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted sm:table-cell">
              <RelativeTime value={tenant.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
