import Link from 'next/link'
import { cn } from './cn'

export interface LinkTab {
  href: string
  label: string
  current: boolean
}

/** Parts of a page that have an address of their own each. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className="mb-5 flex gap-4 overflow-x-auto border-line border-b [scrollbar-width:none]">
      {tabs.map(({ href, label: text, current }) => (
        <Link
          key={href}
          href={href}
          aria-current={current ? 'page' : undefined}
          className={cn(
            '-mb-px inline-flex h-9 items-center whitespace-nowrap border-transparent border-b-2 text-muted text-sm hover:text-fg focus-visible:-outline-offset-2',
            current && 'border-accent font-medium text-fg',
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  )
}
