'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { type FocusEvent, useEffect, useRef, useState, useTransition } from 'react'
import { SearchInput } from './search-input'
import { Spinner } from './spinner'

const TYPING_PAUSE_MS = 250

/**
 * The search of a list that the server pages: kept in the address as `search`, and it goes back to the first page. The
 * address follows after a pause in typing, unless the person leaves by a link before: a late change of the address
 * would take them back.
 */
export function ListSearch({ label, placeholder }: { label: string; placeholder?: string }) {
  const [pending, startTransition] = useTransition()
  const [{ search }, setParams] = useQueryStates(
    { search: parseAsString.withDefault(''), cursor: parseAsString },
    { shallow: false, history: 'replace', startTransition },
  )
  // What was typed and is not in the address yet.
  const [typed, setTyped] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    const forget = () => clearTimeout(timer.current)
    const onClick = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest('a[href]')) forget()
    }
    document.addEventListener('click', onClick, true)
    return () => {
      document.removeEventListener('click', onClick, true)
      forget()
    }
  }, [])

  function apply(value: string) {
    clearTimeout(timer.current)
    setTyped(null)
    void setParams({ search: value === '' ? null : value, cursor: null })
  }

  function change(value: string) {
    clearTimeout(timer.current)
    if (value === '') return apply('')
    setTyped(value)
    timer.current = setTimeout(() => apply(value), TYPING_PAUSE_MS)
  }

  /** Whoever goes on to something else than a link waits for no pause. */
  function onBlur({ relatedTarget }: FocusEvent) {
    if (typed !== null && !relatedTarget?.closest('a[href]')) apply(typed)
  }

  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <SearchInput
        label={label}
        placeholder={placeholder}
        maxLength={200}
        value={typed ?? search}
        onValueChange={change}
        onBlur={onBlur}
      />
      {pending ? <Spinner label="Searching" className="text-subtle" /> : null}
    </div>
  )
}
