'use client'

import { Ban, CircleAlert, Info, PencilLine } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { ReportLine, Span } from '@/lib/connectors/import/types'

const looks = {
  error: { icon: CircleAlert, label: 'Stops the import', className: 'text-danger' },
  left: { icon: Ban, label: 'Left out', className: 'text-warning' },
  changed: { icon: PencilLine, label: 'Changed', className: 'text-info' },
  noEffect: { icon: Info, label: 'No effect here', className: 'text-subtle' },
} satisfies Record<ReportLine['tone'], unknown>

const ORDER = ['error', 'left', 'changed', 'noEffect'] as const
const MOST_LINES = 200

export interface ReportListProps {
  report: readonly ReportLine[]
  /** The text that the places are in. */
  text: string
  /** Shows a place; without it places are only named. */
  onShow?: ((at: Span) => void) | undefined
}

/** What an import has to say, the most important first, each with its place in the text. */
export function ReportList({ report, text, onShow }: ReportListProps) {
  const lines = report
    .toSorted((one, other) => ORDER.indexOf(one.tone) - ORDER.indexOf(other.tone))
    .slice(0, MOST_LINES)
  return (
    <ul aria-label="Report" className="grid gap-1.5 text-sm">
      {lines.map((line, index) => {
        const { icon: Icon, label, className } = looks[line.tone]
        const { at } = line
        return (
          // The lines of one report never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index} className="flex gap-2">
            <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', className)} />
            <span className="min-w-0 flex-1 break-words text-muted">
              <span className="sr-only">{label}: </span>
              <code className="break-all font-mono text-fg text-xs">{line.what}</code> {line.message}
            </span>
            {at === null ? null : onShow ? (
              <Button variant="link" size="inline" className="self-start text-xs" onClick={() => onShow(at)}>
                {placeOf(text, at)}
              </Button>
            ) : (
              <span className="whitespace-nowrap text-subtle text-xs">{placeOf(text, at)}</span>
            )}
          </li>
        )
      })}
      {report.length > MOST_LINES ? <li className="text-subtle text-xs">{report.length - MOST_LINES} more</li> : null}
    </ul>
  )
}

function placeOf(text: string, { start }: Span): string {
  const before = text.slice(0, start).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
