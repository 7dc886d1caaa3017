'use client'

import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useReturnFocus } from './use-return-focus'

export const Dialog = Primitive.Root
export const DialogTrigger = Primitive.Trigger
export const DialogClose = Primitive.Close

export const overlayClasses = 'fixed inset-0 z-50 bg-overlay data-[state=open]:animate-fade-in'

export interface DialogContentProps extends ComponentProps<typeof Primitive.Content> {
  size?: 'sm' | 'md' | 'lg' | 'xl'
}

const widths = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl', xl: 'sm:max-w-4xl' }

/** Needs a `DialogTitle` inside; without a `DialogDescription` pass `aria-describedby={undefined}`. */
export function DialogContent({ className, children, size = 'md', ...props }: DialogContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClasses} />
      <ModalContent
        className={cn(
          'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl bg-raised shadow-lg outline-none data-[state=open]:animate-pop-in',
          widths[size],
          className,
        )}
        {...props}
      >
        {children}
      </ModalContent>
    </Primitive.Portal>
  )
}

/** What opens over the page, with its cross; mounts when it opens. */
export function ModalContent({ children, onCloseAutoFocus, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Content {...props} onCloseAutoFocus={useReturnFocus(onCloseAutoFocus)}>
      {children}
      <Primitive.Close
        aria-label="Close"
        className="absolute top-3 right-3 grid size-7 place-items-center rounded-md text-subtle hover:bg-hover hover:text-fg"
      >
        <X aria-hidden className="size-4" />
      </Primitive.Close>
    </Primitive.Content>
  )
}

export function DialogHeader({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('grid gap-1 px-5 pt-4 pr-12 pb-3', className)} {...props} />
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title className={cn('font-semibold text-lg', className)} {...props} />
}

export function DialogDescription({ className, ...props }: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description className={cn('text-muted text-sm', className)} {...props} />
}

/** The part that scrolls. */
export function DialogBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('min-h-0 flex-1 overflow-y-auto px-5 py-2', className)} {...props} />
}

export function DialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('flex flex-wrap items-center justify-end gap-2 px-5 pt-3 pb-4', className)} {...props} />
}
