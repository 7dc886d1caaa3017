import type { ComponentProps } from 'react'
import { cn } from './cn'

export interface ScrollAreaProps extends ComponentProps<'section'> {
  /** The accessible name of what scrolls. */
  label: string
}

/** A part that scrolls by itself, reachable by keyboard. The browser's own scroll bars, thin. */
export function ScrollArea({ label, className, ...props }: ScrollAreaProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={cn(
        'overflow-auto overscroll-contain [scrollbar-width:thin] focus-visible:-outline-offset-2',
        className,
      )}
      {...props}
    />
  )
}
