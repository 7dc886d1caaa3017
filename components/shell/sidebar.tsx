'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { Tooltip } from '@/components/ui/tooltip'
import { roleAllows } from '@/lib/console/roles'
import { AccountMenu } from './account-menu'
import { NAVIGATION, type NavigationItem } from './navigation'
import { ProjectSwitcher } from './project-switcher'
import type { ShellData } from './shell'

export interface SidebarProps extends ShellData {
  /** Icons only. */
  collapsed?: boolean
  /** When a link was followed. */
  onNavigate?: () => void
}

/** Project, navigation and account; the same in the column and in the sheet of a phone. */
export function Sidebar({ collapsed = false, onNavigate, ...data }: SidebarProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 p-2">
      <ProjectSwitcher {...data} collapsed={collapsed} onNavigate={onNavigate} />
      <nav aria-label="Project" className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto">
        {NAVIGATION.map((group) => {
          const items = group.items.filter((item) => roleAllows(data.role, item.permission))
          return items.length === 0 ? null : (
            <div key={group.label}>
              <p className={cn('px-2 pb-1 font-medium text-2xs text-subtle', collapsed && 'sr-only')}>{group.label}</p>
              <ul className="grid gap-px">
                {items.map((item) => (
                  <li key={item.segment}>
                    <NavigationLink
                      item={item}
                      projectId={data.project.id}
                      collapsed={collapsed}
                      onNavigate={onNavigate}
                    />
                  </li>
                ))}
              </ul>
            </div>
          )
        })}
      </nav>
      <AccountMenu operator={data.operator} collapsed={collapsed} />
    </div>
  )
}

interface NavigationLinkProps {
  item: NavigationItem
  projectId: string
  collapsed: boolean
  onNavigate: (() => void) | undefined
}

function NavigationLink({ item, projectId, collapsed, onNavigate }: NavigationLinkProps) {
  const href = `/p/${projectId}/${item.segment}`
  const pathname = usePathname()
  const current = pathname === href || pathname.startsWith(`${href}/`)
  const link = (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      onClick={onNavigate}
      className={cn(
        'flex h-8 items-center gap-2.5 rounded-md px-2 text-muted text-sm transition-colors duration-100 hover:bg-hover hover:text-fg focus-visible:-outline-offset-2',
        current && 'bg-hover font-medium text-fg',
        collapsed && 'justify-center',
      )}
    >
      <item.icon aria-hidden className={cn('size-4 shrink-0', current ? 'text-accent-fg' : 'text-subtle')} />
      <span className={collapsed ? 'sr-only' : 'truncate'}>{item.label}</span>
    </Link>
  )
  return collapsed ? (
    <Tooltip label={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}
