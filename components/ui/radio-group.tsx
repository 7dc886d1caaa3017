'use client'

import { RadioGroup as Primitive } from 'radix-ui'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn'

export function RadioGroup({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root className={cn('grid gap-2', className)} {...props} />
}

export interface RadioOptionProps extends Omit<ComponentProps<typeof Primitive.Item>, 'children'> {
  label: ReactNode
  description?: ReactNode
}

export function RadioOption({ label, description, className, ...props }: RadioOptionProps) {
  const id = useId()
  return (
    <div className={cn('flex items-start gap-2', className)}>
      <Primitive.Item
        id={id}
        aria-describedby={description ? `${id}-description` : undefined}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-control bg-surface shadow-xs disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent dark:bg-sunken"
        {...props}
      >
        <Primitive.Indicator className="size-1.5 rounded-full bg-on-accent" />
      </Primitive.Item>
      <div>
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {description ? (
          <p id={`${id}-description`} className="text-subtle text-xs">
            {description}
          </p>
        ) : null}
      </div>
    </div>
  )
}
