import { Download, ScrollText, SearchX } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { Pager } from '@/components/ui/pager'
import type { AuditFilter, AuditPage } from '@/lib/audit/types'
import { AuditFilters } from './audit-filters'
import { toAuditQuery } from './audit-params'
import { AuditTable } from './audit-table'

export interface AuditViewProps {
  projectId: string
  page: AuditPage
  /** The actions that the log tells of. */
  actions: string[]
  filter: AuditFilter
  search: string
}

/** Who did what in a project, with what it was before and after. */
export function AuditView({ projectId, page, actions, filter, search }: AuditViewProps) {
  const { events, previousCursor, nextCursor } = page
  const filtered = Object.keys(filter).length > 0
  const { text: _, ...rest } = filter
  const query = { ...rest, ...(search ? { search } : {}) }
  const exportPath = `/v1/console/projects/${projectId}/audit/export`
  return (
    <PageBody>
      <PageHeader
        title="Audit"
        description="Who did what: operators, management keys and flows, with what it was before and after."
        actions={
          <>
            <Button asChild>
              <a href={`${exportPath}?format=csv&${toAuditQuery(filter)}`} download>
                <Download aria-hidden /> Export CSV
              </a>
            </Button>
            <Button asChild>
              <a href={`${exportPath}?format=json&${toAuditQuery(filter)}`} download>
                <Download aria-hidden /> Export JSON
              </a>
            </Button>
          </>
        }
      />
      <AuditFilters actions={actions} />
      {events.length > 0 ? (
        <>
          <AuditTable events={events} />
          <Pager summary="Newest first" query={query} previousCursor={previousCursor} nextCursor={nextCursor} />
        </>
      ) : filtered ? (
        <EmptyState icon={SearchX} title="Nothing matches" description="Clear a filter, or choose a longer time." />
      ) : (
        <EmptyState
          icon={ScrollText}
          title="Nothing was changed yet"
          description="Every change of a flow, connector, key, member or setting is written here."
        />
      )}
    </PageBody>
  )
}
