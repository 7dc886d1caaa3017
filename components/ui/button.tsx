'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'

export const buttonVariants = cva(
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-busy:opacity-85 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent shadow-xs enabled:hover:bg-accent-hover [a]:hover:bg-accent-hover',
        secondary:
          'border border-line-strong bg-surface text-fg shadow-xs enabled:hover:bg-hover dark:bg-white/5 dark:enabled:hover:bg-white/10 [a]:hover:bg-hover dark:[a]:hover:bg-white/10',
        ghost:
          'text-muted enabled:hover:bg-hover enabled:hover:text-fg [a]:hover:bg-hover [a]:hover:text-fg data-[state=open]:bg-hover',
        danger: 'bg-danger-solid text-on-danger shadow-xs enabled:hover:bg-danger-hover',
        'danger-ghost': 'text-danger enabled:hover:bg-danger-soft',
        link: 'rounded-sm text-accent-fg underline-offset-2 hover:underline',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs [&_svg]:size-3.5',
        md: 'h-8 px-3 text-sm [&_svg]:size-4',
        lg: 'h-10 px-4 text-base [&_svg]:size-4',
        icon: 'size-8 [&_svg]:size-4',
        'icon-sm': 'size-7 [&_svg]:size-4',
        'icon-xs': 'size-6 [&_svg]:size-3.5',
        inline: 'h-auto p-0 text-[length:inherit] [&_svg]:size-3.5',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonVariants> {
  /** Renders the only child (a link) with the button's look. */
  asChild?: boolean
  /** Shows progress and refuses presses; the width does not change. */
  loading?: boolean
}

export function Button({
  className,
  variant,
  size,
  asChild,
  loading,
  disabled,
  children,
  type,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type={type ?? 'button'}
      className={classes}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      {...props}
    >
      {loading ? (
        <>
          <span className="invisible inline-flex items-center gap-1.5">{children}</span>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner label="Working" />
          </span>
        </>
      ) : (
        children
      )}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'aria-label' | 'asChild'> {
  /** The accessible name, shown as the tooltip. */
  label: string
  children: ReactNode
  shortcut?: string
  tooltipSide?: 'top' | 'right' | 'bottom' | 'left'
}

/** A button whose face is an icon: it cannot be made without a name. */
export function IconButton({
  label,
  shortcut,
  tooltipSide,
  variant = 'ghost',
  size = 'icon',
  ...props
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={tooltipSide}>
      <Button aria-label={label} variant={variant} size={size} {...props} />
    </Tooltip>
  )
}
