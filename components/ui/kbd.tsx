import type { ComponentProps } from 'react'
import { cn } from './cn'

/** A key or key combination. */
export function Kbd({ className, tone, ...props }: ComponentProps<'kbd'> & { tone?: 'inverse' }) {
  return (
    <kbd
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded border px-1 font-sans text-2xs',
        tone === 'inverse' ? 'border-canvas/25 text-canvas' : 'border-line-strong bg-sunken text-muted',
        className,
      )}
      {...props}
    />
  )
}
