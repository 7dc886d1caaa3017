import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface StatusPageProps {
  icon: LucideIcon
  title: string
  description: ReactNode
  /** Buttons and links. */
  children?: ReactNode
}

/** A page that has nothing to show but why, and the way on. */
export function StatusPage({ icon: Icon, title, description, children }: StatusPageProps) {
  return (
    <div className="grid min-h-[70vh] place-items-center px-6 py-16">
      <div className="flex max-w-md flex-col items-center text-center">
        <span className="mb-4 grid size-11 place-items-center rounded-xl border border-line bg-surface text-subtle shadow-xs">
          <Icon aria-hidden className="size-5" />
        </span>
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        <div className="mt-2 text-pretty text-muted">{description}</div>
        {children ? <div className="mt-6 flex flex-wrap justify-center gap-2">{children}</div> : null}
      </div>
    </div>
  )
}
