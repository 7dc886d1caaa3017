import { type ReactNode, useId } from 'react'

/** A part of the form with a heading of its own. */
export function FormSection({
  title,
  description,
  children,
}: {
  title: string
  description?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid gap-4 border-line border-t pt-5 first:border-t-0 first:pt-0">
      <div>
        <h2 id={id} className="font-semibold text-base">
          {title}
        </h2>
        {description ? <div className="mt-0.5 text-pretty text-muted text-sm">{description}</div> : null}
      </div>
      {children}
    </section>
  )
}
