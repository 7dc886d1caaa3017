import type { ReactNode } from 'react'

export interface AuthCardProps {
  title: string
  description?: ReactNode
  children?: ReactNode
  footer?: ReactNode
}

/** The one card of a sign-in page. */
export function AuthCard({ title, description, children, footer }: AuthCardProps) {
  return (
    <>
      <section className="rounded-xl border border-line bg-surface p-6 shadow-xs sm:p-7">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {description ? <div className="mt-1.5 text-pretty text-muted text-sm">{description}</div> : null}
        {children ? <div className="mt-6">{children}</div> : null}
      </section>
      {footer ? <p className="mt-5 text-pretty text-center text-subtle text-xs">{footer}</p> : null}
    </>
  )
}
