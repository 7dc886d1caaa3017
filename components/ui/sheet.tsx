'use client'

import { Dialog as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { ModalContent, overlayClasses } from './dialog'

export const Sheet = Primitive.Root

export interface SheetContentProps extends ComponentProps<typeof Primitive.Content> {
  side?: 'left' | 'right'
  /** The accessible name; not shown. */
  title: string
}

/** A panel from the side of the window, over a dimmed page. */
export function SheetContent({ side = 'right', title, className, children, ...props }: SheetContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClasses} />
      <ModalContent
        aria-describedby={undefined}
        className={cn(
          'fixed inset-y-0 z-50 flex w-72 max-w-[85vw] flex-col bg-raised shadow-lg outline-none',
          side === 'left' ? 'left-0 animate-slide-left' : 'right-0 animate-slide-right',
          className,
        )}
        {...props}
      >
        <Primitive.Title className="sr-only">{title}</Primitive.Title>
        {children}
      </ModalContent>
    </Primitive.Portal>
  )
}
