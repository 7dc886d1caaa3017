import type { ComponentProps } from 'react'
import { cn } from './cn'

/** A still-loading piece, of the size of what it stands for. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return <div aria-hidden className={cn('animate-pulse rounded-md bg-line/80', className)} {...props} />
}
