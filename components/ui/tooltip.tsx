'use client'

import { Tooltip as Primitive } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { Kbd } from './kbd'

export const TooltipProvider = Primitive.Provider

export interface TooltipProps extends Pick<ComponentProps<typeof Primitive.Content>, 'side' | 'align'> {
  label: ReactNode
  shortcut?: string | undefined
  children: ReactNode
}

/** A short text for the one element inside, on hover and on focus. Never the only place of something needed. */
export function Tooltip({ label, shortcut, side = 'top', align, children }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        {/* Read out as the trigger's description; by itself it would be text outside of every landmark. */}
        <Primitive.Content
          aria-hidden
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-60 flex max-w-72 items-center gap-2 rounded-md bg-fg px-2 py-1 text-canvas text-xs shadow-lg data-[state=delayed-open]:animate-fade-in"
        >
          {label}
          {shortcut ? <Kbd tone="inverse">{shortcut}</Kbd> : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
