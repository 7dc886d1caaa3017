import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

const tones = {
  info: { icon: Info, classes: 'border-info-line bg-info-soft', iconClass: 'text-info' },
  success: { icon: CircleCheck, classes: 'border-success-line bg-success-soft', iconClass: 'text-success' },
  warning: { icon: TriangleAlert, classes: 'border-warning-line bg-warning-soft', iconClass: 'text-warning' },
  danger: { icon: CircleAlert, classes: 'border-danger-line bg-danger-soft', iconClass: 'text-danger' },
}

export interface CalloutProps extends Omit<ComponentProps<'div'>, 'title'> {
  tone?: keyof typeof tones
  title?: ReactNode
  /** Buttons or links under the text. */
  actions?: ReactNode
}

/** A message in place. Pass `role="alert"` when it appears in answer to something the person did. */
export function Callout({ tone = 'info', title, actions, className, children, ...props }: CalloutProps) {
  const { icon: Icon, classes, iconClass } = tones[tone]
  return (
    <div className={cn('flex gap-2.5 rounded-lg border px-3 py-2.5 text-sm', classes, className)} {...props}>
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', iconClass)} />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="break-words text-muted">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  )
}
