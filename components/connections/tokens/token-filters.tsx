'use client'

import { X } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { ChoiceFilter } from '@/components/ui/choice-filter'
import { ListSearch } from '@/components/ui/list-search'
import { Spinner } from '@/components/ui/spinner'
import { TOKEN_LEVELS, TOKEN_STATES } from '@/lib/outbound/tokens/list/schema'
import { levelLabels, stateLabels } from './token-labels'
import { isFiltered, tokenParams } from './token-params'

/** The filters above a list of tokens; each change is in the address and goes back to the newest page. */
export function TokenFilters({ searched }: { searched: string }) {
  const [pending, startTransition] = useTransition()
  const [params, setParams] = useQueryStates(tokenParams, { shallow: false, history: 'replace', startTransition })
  const change = (next: Partial<typeof params>) => void setParams({ ...next, cursor: null })
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <div className="flex w-full sm:w-72">
        <ListSearch label="Search tokens" placeholder={searched} />
      </div>
      <ChoiceFilter
        label="Level"
        all="Any level"
        value={params.level}
        options={TOKEN_LEVELS.map((value) => ({ value, label: levelLabels[value] }))}
        onChange={(level) => change({ level })}
      />
      <ChoiceFilter
        label="Status"
        all="Any status"
        value={params.status}
        options={TOKEN_STATES.map((value) => ({ value, label: stateLabels[value] }))}
        onChange={(status) => change({ status })}
      />
      {isFiltered(params) ? (
        <Button variant="ghost" size="sm" aria-label="Clear filters" onClick={() => void setParams(null)}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
      {pending ? <Spinner label="Loading" className="text-subtle" /> : null}
    </div>
  )
}
