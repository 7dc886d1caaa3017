import { Cable, Plus, SearchX } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ListSearch } from '@/components/ui/list-search'
import { PageHeader } from '@/components/ui/page-header'
import { Pager } from '@/components/ui/pager'
import type { ConnectorPage } from '@/lib/connectors/types'
import { ConnectorTable } from './connector-table'

export interface ConnectorsViewProps {
  projectId: string
  page: ConnectorPage
  search: string
  canWrite: boolean
  /** Beside the button that makes one, for who may. */
  importButton: ReactNode
}

export function ConnectorsView({ projectId, page, search, canWrite, importButton }: ConnectorsViewProps) {
  const none = page.total === 0 && search === ''
  const list = `/p/${projectId}/connectors`
  const create = canWrite ? (
    <>
      {importButton}
      <Button variant="primary" asChild>
        <Link href={`${list}/new`}>
          <Plus aria-hidden /> New connector
        </Link>
      </Button>
    </>
  ) : null
  return (
    <>
      <PageHeader
        title="Connectors"
        description="Third-party services that flows call: their address and authentication, kept in one place."
        actions={none ? null : create}
      />
      {none ? (
        <EmptyState
          icon={Cable}
          title="No connector yet"
          description={
            canWrite
              ? 'Point one at a third party, try it from its page, then add it to a flow as a step.'
              : 'Nobody has made a connector in this project yet. An editor or admin of the project can.'
          }
        >
          {create}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex items-center">
            <ListSearch label="Search connectors" placeholder="Search by name or address" />
          </div>
          {page.connectors.length > 0 ? (
            <ConnectorTable projectId={projectId} connectors={page.connectors} canWrite={canWrite} />
          ) : (
            <EmptyState
              icon={SearchX}
              title={search === '' ? 'This page is empty' : `No connector matches “${search}”`}
              description="Names, descriptions and addresses are searched. Check the spelling, or look through all connectors."
            >
              <Button asChild>
                <Link href={list}>Show all connectors</Link>
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
  const count = `${total.toLocaleString('en')} ${total === 1 ? 'connector' : 'connectors'}`
  return search === '' ? count : `${count} found`
}
