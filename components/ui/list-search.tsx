'use client'

import { debounce, parseAsString, useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { SearchInput } from './search-input'
import { Spinner } from './spinner'

const TYPING_PAUSE_MS = 250

/** The search of a list that the server pages: kept in the address as `search`, and it goes back to the first page. */
export function ListSearch({ label, placeholder }: { label: string; placeholder?: string }) {
  const [pending, startTransition] = useTransition()
  const [{ search }, setParams] = useQueryStates(
    { search: parseAsString.withDefault(''), cursor: parseAsString },
    { shallow: false, history: 'replace', startTransition },
  )
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <SearchInput
        label={label}
        placeholder={placeholder}
        maxLength={200}
        value={search}
        onValueChange={(value) =>
          void setParams(
            { search: value === '' ? null : value, cursor: null },
            value === '' ? {} : { limitUrlUpdates: debounce(TYPING_PAUSE_MS) },
          )
        }
      />
      {pending ? <Spinner label="Searching" className="text-subtle" /> : null}
    </div>
  )
}
