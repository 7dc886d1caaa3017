import type { ComponentProps } from 'react'
import { cn } from './cn'

export interface TableProps extends ComponentProps<'table'> {
  /** The accessible name. */
  label: string
}

/** A table in a frame that scrolls sideways when the window is narrow. */
export function Table({ label, className, ...props }: TableProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative w-full overflow-x-auto rounded-xl border border-line bg-surface shadow-xs"
    >
      <table aria-label={label} className={cn('w-full border-collapse text-sm', className)} {...props} />
    </section>
  )
}

export function TableHeader({ className, ...props }: ComponentProps<'thead'>) {
  return <thead className={cn('border-line border-b', className)} {...props} />
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody className={cn('divide-y divide-line', className)} {...props} />
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('group/row', className)} {...props} />
}

export function TableHead({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn('h-9 whitespace-nowrap px-4 text-left font-medium text-subtle text-xs', className)}
      {...props}
    />
  )
}

export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('h-11 px-4 py-2 align-middle', className)} {...props} />
}
