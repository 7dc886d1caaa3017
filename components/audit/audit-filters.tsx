'use client'

import { X } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { ChoiceFilter } from '@/components/ui/choice-filter'
import { ListSearch } from '@/components/ui/list-search'
import { Spinner } from '@/components/ui/spinner'
import { TimeFilter } from '@/components/ui/time-filter'
import { actorTypes } from '@/lib/audit/types'
import { actorLabels } from './actor-labels'
import { auditParams, toAuditFilter } from './audit-params'

/** The filters above the audit log; each change is in the address and goes back to the newest page. */
export function AuditFilters({ actions }: { actions: string[] }) {
  const [pending, startTransition] = useTransition()
  const [params, setParams] = useQueryStates(auditParams, { shallow: false, history: 'replace', startTransition })
  const change = (next: Partial<typeof params>) => void setParams({ ...next, cursor: null })
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <div className="flex w-full sm:w-64">
        <ListSearch label="Search by name, action or id" />
      </div>
      <ChoiceFilter
        label="Who"
        all="Anybody"
        value={params.actor}
        options={actorTypes.map((value) => ({ value, label: actorLabels[value] }))}
        onChange={(actor) => change({ actor })}
      />
      <ChoiceFilter
        label="Action"
        all="Any action"
        value={params.action}
        options={actions.map((value) => ({ value, label: value }))}
        onChange={(action) => change({ action })}
      />
      <TimeFilter label="From" value={params.from} onChange={(from) => change({ from })} />
      <TimeFilter label="To" value={params.to} onChange={(to) => change({ to })} />
      {Object.keys(toAuditFilter(params)).length > 0 ? (
        <Button variant="ghost" size="sm" aria-label="Clear filters" onClick={() => void setParams(null)}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
      {pending ? <Spinner label="Loading" className="text-subtle" /> : null}
    </div>
  )
}
