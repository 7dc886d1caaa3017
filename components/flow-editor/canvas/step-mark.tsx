import { Minus, Move, Pencil, Plus } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import type { StepMark } from './compared-flow'

/** How a difference looks, on a card and in a list: told by a word, a sign and a colour. */
export const stepMarks = {
  added: { label: 'Added', icon: Plus, tone: 'success', card: 'border-success border-2' },
  removed: { label: 'Removed', icon: Minus, tone: 'danger', card: 'border-danger-solid border-2 border-dashed' },
  changed: { label: 'Changed', icon: Pencil, tone: 'warning', card: 'border-warning border-2' },
  moved: { label: 'Moved', icon: Move, tone: 'neutral', card: '' },
} as const satisfies Record<StepMark, object>

export function StepMarkBadge({ mark, className, id }: { mark: StepMark; className?: string; id?: string }) {
  const { label, icon: Icon, tone } = stepMarks[mark]
  return (
    <Badge id={id} tone={tone} className={cn('bg-surface', className)}>
      <Icon aria-hidden /> {label}
    </Badge>
  )
}

/** The id of the element that says how a step's card differs. */
export function stepMarkId(stepId: string): string {
  return `step-mark-${stepId}`
}
