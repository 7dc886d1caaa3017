'use client'

import { ToggleGroup as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface SegmentedProps<V extends string> {
  /** The accessible name. */
  label: string
  value: V
  onValueChange: (value: V) => void
  options: readonly { value: V; label: ReactNode; ariaLabel?: string; disabled?: boolean }[]
  size?: 'sm' | 'md'
  className?: string
}

/** One of a few, all in view. */
export function Segmented<V extends string>({
  label,
  value,
  onValueChange,
  options,
  size = 'md',
  className,
}: SegmentedProps<V>) {
  return (
    <Primitive.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((each) => each.value === next)
        if (option) onValueChange(option.value)
      }}
      className={cn('inline-flex rounded-lg border border-line bg-sunken p-0.5', className)}
    >
      {options.map((option) => (
        <Primitive.Item
          key={option.value}
          value={option.value}
          aria-label={option.ariaLabel}
          disabled={option.disabled}
          className={cn(
            'inline-flex flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-muted hover:text-fg disabled:opacity-50 data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-fg data-[state=on]:shadow-xs dark:data-[state=on]:bg-line-strong [&_svg]:size-4',
            size === 'sm' ? 'h-6 text-xs' : 'h-7 text-sm',
          )}
        >
          {option.label}
        </Primitive.Item>
      ))}
    </Primitive.Root>
  )
}
