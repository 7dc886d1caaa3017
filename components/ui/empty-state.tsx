import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface EmptyStateProps {
  icon: LucideIcon
  title: string
  /** Teaches the next step. */
  description: ReactNode
  /** Buttons. */
  children?: ReactNode
  className?: string
  headingLevel?: 1 | 2 | 3
}

export function EmptyState({ icon: Icon, title, description, children, className, headingLevel = 2 }: EmptyStateProps) {
  const Heading = `h${headingLevel}` as const
  return (
    <div
      className={cn(
        'flex flex-col items-center rounded-xl border border-line-strong border-dashed px-6 py-14 text-center',
        className,
      )}
    >
      <span className="mb-4 grid size-10 place-items-center rounded-lg border border-line bg-surface text-subtle shadow-xs">
        <Icon aria-hidden className="size-5" />
      </span>
      <Heading className="font-semibold text-base">{title}</Heading>
      <div className="mt-1 max-w-md text-pretty text-muted text-sm">{description}</div>
      {children ? <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div> : null}
    </div>
  )
}
