import type { ReportLine } from '@/lib/connectors/import/types'
import { ReportList } from './report-list'

/** Under a preview: what the import does not take over as it is. Nothing when there is nothing to say. */
export function ReportSection({ report, text }: { report: readonly ReportLine[]; text: string }) {
  if (report.length === 0) return null
  return (
    <section aria-labelledby="import-report" className="grid gap-2">
      <h3 id="import-report" className="font-medium text-sm">
        What is not taken over as it is
      </h3>
      <ReportList report={report} text={text} />
    </section>
  )
}
