import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import type { FlowUse } from '@/lib/flow-catalog/usage/types'

interface FlowUses {
  flowId: string
  flowName: string
  uses: FlowUse[]
}

/** The flows that use something, each once, with where and in which steps. */
export function UsesList({ projectId, uses }: { projectId: string; uses: readonly FlowUse[] }) {
  return (
    <ul className="grid max-h-64 gap-2 overflow-y-auto">
      {groupByFlow(uses).map(({ flowId, flowName, uses: places }) => (
        <li key={flowId} className="min-w-0">
          <div className="flex flex-wrap items-center gap-1.5">
            <Link
              href={`/p/${projectId}/flows/${flowId}`}
              className="min-w-0 truncate rounded-sm font-medium text-fg hover:underline"
            >
              {flowName}
            </Link>
            {places.map((use) => (
              <Badge key={use.where} tone={use.where === 'live' ? 'success' : 'neutral'}>
                {placeText(use)}
              </Badge>
            ))}
          </div>
          <p className="truncate text-subtle text-xs">{stepNames(places)}</p>
        </li>
      ))}
    </ul>
  )
}

function groupByFlow(uses: readonly FlowUse[]): FlowUses[] {
  const flows = new Map<string, FlowUses>()
  for (const use of uses) {
    const flow = flows.get(use.flowId)
    if (flow) flow.uses.push(use)
    else flows.set(use.flowId, { flowId: use.flowId, flowName: use.flowName, uses: [use] })
  }
  return [...flows.values()]
}

function placeText({ where, executions }: FlowUse): string {
  if (where === 'draft') return 'Draft'
  if (where === 'live') return 'Live'
  return executions === 1 ? '1 waiting execution' : `${executions} waiting executions`
}

function stepNames(uses: readonly FlowUse[]): string {
  const names = new Set(uses.flatMap((use) => use.steps.map((step) => step.name)))
  return `${names.size === 1 ? 'Step' : 'Steps'} ${[...names].join(', ')}`
}
