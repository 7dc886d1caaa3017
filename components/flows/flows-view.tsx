'use client'

import { FileUp, Plus, SearchX, Workflow } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ListSearch } from '@/components/ui/list-search'
import { PageHeader } from '@/components/ui/page-header'
import { Pager } from '@/components/ui/pager'
import type { MissingConnectors } from '@/lib/connectors/types'
import type { FlowPage } from '@/lib/flow-catalog/schema'
import { FlowTable } from './flow-table'
import { ImportFlowDialog } from './import-flow-dialog'
import { NewFlowDialog } from './new-flow-dialog'

export interface FlowsViewProps {
  projectId: string
  page: FlowPage
  search: string
  /** Of those that templates call. */
  missingConnectors: MissingConnectors
  canWrite: boolean
  hostedUrl: string
}

export function FlowsView({ projectId, page, search, missingConnectors, canWrite, hostedUrl }: FlowsViewProps) {
  const [dialog, setDialog] = useState<'new' | 'import' | null>(null)
  const none = page.total === 0 && search === ''
  const actions = canWrite ? (
    <>
      <Button onClick={() => setDialog('import')}>
        <FileUp aria-hidden /> Import
      </Button>
      <Button variant="primary" onClick={() => setDialog('new')}>
        <Plus aria-hidden /> New flow
      </Button>
    </>
  ) : null
  return (
    <>
      <PageHeader
        title="Flows"
        description="What is drawn here runs as a sequence of screens, decisions and calls to third parties."
        actions={none ? null : actions}
      />
      {none ? (
        <EmptyState
          icon={Workflow}
          title="No flow yet"
          description={
            canWrite
              ? 'Draw one: Start leads to a screen that asks, a connector that calls an API, a condition that decides and an End. Run it beside the canvas and read every request and response.'
              : 'Nobody has drawn a flow in this project yet. An editor or admin of the project can.'
          }
        >
          {actions}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex items-center">
            <ListSearch label="Search flows" placeholder="Search by name or id" />
          </div>
          {page.flows.length > 0 ? (
            <FlowTable projectId={projectId} flows={page.flows} canWrite={canWrite} hostedUrl={hostedUrl} />
          ) : (
            <EmptyState
              icon={SearchX}
              title={search === '' ? 'This page is empty' : `No flow matches “${search}”`}
              description="Names and ids are searched. Check the spelling, or look through all flows."
            >
              <Button asChild>
                <Link href={`/p/${projectId}/flows`}>Show all flows</Link>
              </Button>
            </EmptyState>
          )}
          <Pager summary={summary(page.total, search)} query={search === '' ? {} : { search }} {...page} />
        </>
      )}
      <NewFlowDialog
        projectId={projectId}
        missingConnectors={missingConnectors}
        open={dialog === 'new'}
        onOpenChange={(open) => setDialog(open ? 'new' : null)}
      />
      <ImportFlowDialog
        projectId={projectId}
        open={dialog === 'import'}
        onOpenChange={(open) => setDialog(open ? 'import' : null)}
      />
    </>
  )
}

function summary(total: number, search: string): string {
  const count = `${total.toLocaleString('en')} ${total === 1 ? 'flow' : 'flows'}`
  return search === '' ? count : `${count} found`
}
