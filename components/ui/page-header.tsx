import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface PageHeaderProps {
  title: ReactNode
  description?: ReactNode
  /** The way up: “Connectors”. */
  back?: { href: string; label: string }
  /** Buttons at the right. */
  actions?: ReactNode
  /** Badges beside the title. */
  meta?: ReactNode
  className?: string
}

/** A page's only `h1`, what it is for, and its main actions. */
export function PageHeader({ title, description, back, actions, meta, className }: PageHeaderProps) {
  return (
    <header className={cn('mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3', className)}>
      <div className="min-w-0 flex-1 basis-64">
        {back ? (
          <Link href={back.href} className="mb-1 inline-block rounded-sm text-subtle text-xs hover:text-fg">
            <span aria-hidden>← </span>
            {back.label}
          </Link>
        ) : null}
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title}</h1>
          {meta}
        </div>
        {description ? <p className="mt-1 max-w-2xl text-pretty text-muted text-sm">{description}</p> : null}
      </div>
      {actions ? <div className="flex max-w-full flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  )
}

/** The column of an ordinary page. The flow editor does not use it: it fills the window. */
export function PageBody({ className, ...props }: React.ComponentProps<'div'>) {
  return <div className={cn('mx-auto w-full max-w-6xl px-4 py-6 sm:px-8 sm:py-8', className)} {...props} />
}
