import type { Comparison } from '@/lib/connectors/import/compare-connector'

/** What an existing connector does otherwise than the imported call: what it leaves out, and what it sends besides. */
export function ConnectorComparison({ lost, added }: Pick<Comparison, 'lost' | 'added'>) {
  if (lost.length === 0 && added.length === 0)
    return <p className="text-muted text-sm">It sends what the import says, and nothing besides.</p>
  return (
    <div className="grid gap-3 text-sm">
      <Lines title="Not sent with this connector" lines={lost} tone="text-warning" />
      <Lines title="Sent by this connector besides" lines={added} tone="text-muted" />
    </div>
  )
}

function Lines({ title, lines, tone }: { title: string; lines: readonly string[]; tone: string }) {
  if (lines.length === 0) return null
  return (
    <div>
      <h3 className={`mb-1 font-medium ${tone}`}>{title}</h3>
      <ul aria-label={title} className="grid list-disc gap-0.5 pl-5">
        {lines.map((line) => (
          <li key={line} className="break-words">
            {line}
          </li>
        ))}
      </ul>
    </div>
  )
}
