import { Plus, SearchX, Unplug } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ListSearch } from '@/components/ui/list-search'
import { PageHeader } from '@/components/ui/page-header'
import { Pager } from '@/components/ui/pager'
import type { OutboundAppPage } from '@/lib/outbound/apps/types'
import { AppTable } from './app-table'

export interface AppsViewProps {
  projectId: string
  page: OutboundAppPage
  search: string
  canWrite: boolean
}

/** A project's connections. */
export function AppsView({ projectId, page, search, canWrite }: AppsViewProps) {
  const none = page.total === 0 && search === ''
  const list = `/p/${projectId}/connections`
  const create = canWrite ? (
    <Button variant="primary" asChild>
      <Link href={`${list}/new`}>
        <Plus aria-hidden /> New connection
      </Link>
    </Button>
  ) : null
  return (
    <>
      <PageHeader
        title="Connections"
        description="Third parties that users and tenants connect once. Patchbay keeps their tokens safe and fresh for your flows, backends and agents."
        actions={none ? null : create}
      />
      {none ? (
        <EmptyState
          icon={Unplug}
          title="No connection yet"
          description={
            canWrite
              ? 'Choose a provider, register its callback URL there and enter the client that you get. Then let a user connect: from this console, from a flow, or from your application.'
              : 'Nobody has made a connection in this project yet. An editor or admin of the project can.'
          }
        >
          {create}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex items-center">
            <ListSearch label="Search connections" placeholder="Search by name or id" />
          </div>
          {page.apps.length > 0 ? (
            <AppTable projectId={projectId} apps={page.apps} canWrite={canWrite} />
          ) : (
            <EmptyState
              icon={SearchX}
              title={search === '' ? 'This page is empty' : `No connection matches “${search}”`}
              description="Names, ids and descriptions are searched. Check the spelling, or look through all connections."
            >
              <Button asChild>
                <Link href={list}>Show all connections</Link>
              </Button>
            </EmptyState>
          )}
          <Pager summary={summary(page.total, search)} query={search === '' ? {} : { search }} {...page} />
        </>
      )}
    </>
  )
}

function summary(total: number, search: string): string {
  const count = `${total.toLocaleString('en')} ${total === 1 ? 'connection' : 'connections'}`
  return search === '' ? count : `${count} found`
}
