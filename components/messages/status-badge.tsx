import { Ban, CircleCheck, CircleX, Hourglass, LoaderCircle } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import type { ExecutionStatus } from '@/lib/runner/types'

export const statusLabels: Readonly<Record<ExecutionStatus, string>> = {
  running: 'Running',
  waiting: 'Waiting',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

const looks = {
  running: { tone: 'info', icon: LoaderCircle },
  waiting: { tone: 'accent', icon: Hourglass },
  completed: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleX },
  cancelled: { tone: 'neutral', icon: Ban },
} as const

/** The state of an execution, by colour, icon and word. */
export function StatusBadge({ status }: { status: ExecutionStatus }) {
  const { tone, icon: Icon } = looks[status]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={status === 'running' ? 'animate-spin' : undefined} />
      {statusLabels[status]}
    </Badge>
  )
}
