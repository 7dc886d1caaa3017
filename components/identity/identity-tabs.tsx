import Link from 'next/link'
import { cn } from '@/components/ui/cn'

export interface IdentityTabsProps {
  projectId: string
  of: 'users' | 'tenants'
  current: 'list' | 'attributes'
}

/** The two pages of users, and of tenants: who there are, and what is kept of them. */
export function IdentityTabs({ projectId, of, current }: IdentityTabsProps) {
  const base = `/p/${projectId}/${of}`
  const tabs = [
    { id: 'list', href: base, label: of === 'users' ? 'All users' : 'All tenants' },
    { id: 'attributes', href: `${base}/attributes`, label: 'Custom attributes' },
  ] as const
  return (
    <nav aria-label={of === 'users' ? 'Users' : 'Tenants'} className="mb-4 flex gap-4 border-line border-b">
      {tabs.map(({ id, href, label }) => (
        <Link
          key={id}
          href={href}
          aria-current={id === current ? 'page' : undefined}
          className={cn(
            '-mb-px flex h-9 items-center border-transparent border-b-2 text-muted text-sm hover:text-fg focus-visible:-outline-offset-2',
            id === current && 'border-accent font-medium text-fg',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
