import type { RefObject } from 'react'
import { Callout } from '@/components/ui/callout'
import type { ReportLine, Span } from '@/lib/connectors/import/types'
import { ReportList } from './report-list'

export interface ReadFailureProps {
  /** Of the report that follows. */
  title: string
  report: readonly ReportLine[]
  text: string
  /** Where a place is shown. */
  area: RefObject<HTMLTextAreaElement | null>
}

/** Why a text could not be read, with its places to jump to. */
export function ReadFailure({ title, report, text, area }: ReadFailureProps) {
  function show({ start, end }: Span) {
    area.current?.focus()
    area.current?.setSelectionRange(start, end)
  }
  return (
    <Callout tone="danger" role="alert" title={title}>
      <div className="mt-1">
        <ReportList report={report.filter(({ tone }) => tone === 'error')} text={text} onShow={show} />
      </div>
    </Callout>
  )
}

/** Why a text was not even looked at: its file, or the page. */
export function Refusal({ message }: { message: string }) {
  return (
    <Callout tone="danger" role="alert">
      {message}
    </Callout>
  )
}
