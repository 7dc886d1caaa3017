import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlClasses } from './input'

/** Grows with its text where the browser can. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(controlClasses, 'field-sizing-content min-h-16 py-1.5', className)} {...props} />
}
