import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Button } from './button'

export interface PagerProps {
  /** What there is: “1,204 flows”. */
  summary: string
  search: string
  previousCursor: string | null
  nextCursor: string | null
}

/** Back and forth through a list whose place is in the address as `cursor`. */
export function Pager({ summary, search, previousCursor, nextCursor }: PagerProps) {
  const paged = previousCursor !== null || nextCursor !== null
  return (
    <nav aria-label="Pages" className="mt-3 flex min-h-8 items-center justify-between gap-3 text-subtle text-xs">
      <span role="status">{summary}</span>
      {paged ? (
        <span className="flex gap-2">
          <PageLink search={search} cursor={previousCursor} label="Previous" />
          <PageLink search={search} cursor={nextCursor} label="Next" />
        </span>
      ) : null}
    </nav>
  )
}

function PageLink({ search, cursor, label }: { search: string; cursor: string | null; label: 'Previous' | 'Next' }) {
  const face =
    label === 'Previous' ? (
      <>
        <ChevronLeft aria-hidden /> {label}
      </>
    ) : (
      <>
        {label} <ChevronRight aria-hidden />
      </>
    )
  if (cursor === null) {
    return (
      <Button size="sm" disabled>
        {face}
      </Button>
    )
  }
  const query = new URLSearchParams({ ...(search === '' ? {} : { search }), cursor })
  return (
    <Button size="sm" asChild>
      <Link href={`?${query}`}>{face}</Link>
    </Button>
  )
}
