import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Button } from './button'

export interface PagerProps {
  /** What there is: “1,204 flows”. */
  summary: string
  /** What else narrows the list, as the address has it. */
  query: Readonly<Record<string, string>>
  previousCursor: string | null
  nextCursor: string | null
}

/** Back and forth through a list whose place is in the address as `cursor`. */
export function Pager({ summary, query, previousCursor, nextCursor }: PagerProps) {
  const paged = previousCursor !== null || nextCursor !== null
  return (
    <nav aria-label="Pages" className="mt-3 flex min-h-8 items-center justify-between gap-3 text-subtle text-xs">
      <span role="status">{summary}</span>
      {paged ? (
        <span className="flex gap-2">
          <PageLink query={query} cursor={previousCursor} label="Previous" />
          <PageLink query={query} cursor={nextCursor} label="Next" />
        </span>
      ) : null}
    </nav>
  )
}

interface PageLinkProps {
  query: PagerProps['query']
  cursor: string | null
  label: 'Previous' | 'Next'
}

function PageLink({ query, cursor, label }: PageLinkProps) {
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
  const address = new URLSearchParams({ ...query, cursor })
  return (
    <Button size="sm" asChild>
      <Link href={`?${address}`}>{face}</Link>
    </Button>
  )
}
