import type { ComponentProps } from 'react'
import { cn } from './cn'

export const controlClasses =
  'w-full min-w-0 rounded-md border border-control/70 bg-surface px-2.5 text-sm text-fg shadow-xs transition-colors duration-100 hover:border-control focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-ring/60 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-subtle [&[readonly]]:bg-sunken aria-invalid:border-danger-solid dark:bg-sunken'

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(controlClasses, 'h-8', className)} {...props} />
}
