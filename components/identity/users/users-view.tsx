import { Download, Plus, SearchX, Upload, Users } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Pager } from '@/components/ui/pager'
import type { Attribute } from '@/lib/identity/attributes/schema'
import type { UserPage } from '@/lib/identity/users/types'
import { countText } from '../count-text'
import { IdentityTabs } from '../identity-tabs'
import { UserFilters } from './user-filters'
import { isFiltered, toUserQuery, type UserParams } from './user-params'
import { UserTable } from './user-table'

export interface UsersViewProps {
  projectId: string
  page: UserPage
  params: UserParams
  attributes: readonly Attribute[]
  tenantName: string | null
  canWrite: boolean
}

/** A project's end users, narrowed by what the address says. */
export function UsersView({ projectId, page, params, attributes, tenantName, canWrite }: UsersViewProps) {
  const filtered = isFiltered(params)
  const none = page.total === 0 && !filtered
  const list = `/p/${projectId}/users`
  const query = toUserQuery(params)
  const make = canWrite ? (
    <>
      <Button asChild>
        <Link href={`${list}/import`}>
          <Upload aria-hidden /> Import CSV
        </Link>
      </Button>
      <Button variant="primary" asChild>
        <Link href={`${list}/new`}>
          <Plus aria-hidden /> New user
        </Link>
      </Button>
    </>
  ) : null
  return (
    <>
      <PageHeader
        title="Users"
        description="The people who sign in to your applications by this project’s flows."
        actions={
          none ? null : (
            <>
              <Button asChild>
                <a href={`/v1/console/projects/${projectId}/users/export?${new URLSearchParams(query)}`} download>
                  <Download aria-hidden /> Export CSV
                </a>
              </Button>
              {make}
            </>
          )
        }
      />
      <IdentityTabs projectId={projectId} of="users" current="list" />
      {none ? (
        <EmptyState
          icon={Users}
          title="No user yet"
          description={
            canWrite
              ? 'They come by signing up in a flow, by the management API, from a CSV file, or one by one here.'
              : 'Nobody has signed up yet. An editor or admin of the project can create and import users.'
          }
        >
          {make}
        </EmptyState>
      ) : (
        <>
          <UserFilters projectId={projectId} attributes={attributes} tenantName={tenantName} />
          {page.users.length > 0 ? (
            <UserTable projectId={projectId} users={page.users} />
          ) : (
            <EmptyState
              icon={SearchX}
              title={filtered ? 'No user matches' : 'This page is empty'}
              description="Check the spelling, or clear the filters to see all users."
            >
              <Button asChild>
                <Link href={list}>Show all users</Link>
              </Button>
            </EmptyState>
          )}
          <Pager
            summary={countText(page.total, 'user', 'users', filtered)}
            query={query}
            previousCursor={page.previousCursor}
            nextCursor={page.nextCursor}
          />
        </>
      )}
    </>
  )
}
