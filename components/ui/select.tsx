'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Select as Primitive } from 'radix-ui'
import { type ComponentProps, useEffect, useRef } from 'react'
import { cn } from './cn'
import { controlClasses } from './input'

export const Select = Primitive.Root
export const SelectValue = Primitive.Value

export function SelectTrigger({ className, children, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      className={cn(
        controlClasses,
        'flex h-8 items-center justify-between gap-2 text-left data-placeholder:text-subtle [&>span:first-child]:truncate',
        className,
      )}
      {...props}
    >
      {children}
      <Primitive.Icon asChild>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-subtle" />
      </Primitive.Icon>
    </Primitive.Trigger>
  )
}

export function SelectContent({ className, children, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        position="popper"
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          'z-50 max-h-[min(var(--radix-select-content-available-height),20rem)] min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg bg-raised shadow-lg data-[state=open]:animate-pop-in',
          className,
        )}
        {...props}
      >
        <Primitive.Viewport className="p-1">{children}</Primitive.Viewport>
        <InertPage />
      </Primitive.Content>
    </Primitive.Portal>
  )
}

/** While the list is open the page behind it is hidden from screen readers; then nothing in it may take the focus. */
function InertPage() {
  const mark = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    // A closed list is drawn outside the document, to know the texts of its items.
    if (!mark.current?.isConnected) return
    const others = [...document.body.children].filter(
      (each) => each instanceof HTMLElement && !each.inert && !each.contains(mark.current),
    )
    for (const each of others) each.toggleAttribute('inert', true)
    return () => {
      for (const each of others) each.toggleAttribute('inert', false)
    }
  }, [])
  return <span ref={mark} hidden />
}

export interface SelectItemProps extends ComponentProps<typeof Primitive.Item> {
  /** A second line under the name. */
  description?: string | undefined
}

export function SelectItem({ className, children, description, ...props }: SelectItemProps) {
  return (
    <Primitive.Item
      className={cn(
        'relative flex cursor-default select-none items-start gap-2 rounded-md py-1.5 pr-8 pl-2 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover',
        className,
      )}
      {...props}
    >
      <span className="min-w-0">
        <Primitive.ItemText>{children}</Primitive.ItemText>
        {description ? <span className="block text-subtle text-xs">{description}</span> : null}
      </span>
      <Primitive.ItemIndicator className="absolute top-2 right-2">
        <Check aria-hidden className="size-4 text-accent-fg" />
      </Primitive.ItemIndicator>
    </Primitive.Item>
  )
}
