'use client'

import { Menu, PanelLeft } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import { renewSession } from '@/lib/console/auth-client'
import type { Operator } from '@/lib/console/operator'
import type { Role } from '@/lib/console/roles'
import { PROJECT_COOKIE, SIDEBAR_COOKIE, setCookie } from './cookies'
import { LogoMark } from './logo'
import { Sidebar } from './sidebar'

export interface ShellData {
  operator: Operator
  role: Role
  project: { id: string; name: string }
  projects: readonly { id: string; name: string }[]
}

export interface ShellProps extends ShellData {
  /** As it was left, so that the page does not jump. */
  initiallyCollapsed: boolean
  children: ReactNode
}

/** The frame of every page in a project. What is inside scrolls by itself; an editor may fill it with `h-full`. */
export function Shell({ initiallyCollapsed, children, ...data }: ShellProps) {
  const [collapsed, setCollapsed] = useState(initiallyCollapsed)
  const [sheetOpen, setSheetOpen] = useState(false)
  const projectId = data.project.id

  useEffect(() => setCookie(PROJECT_COOKIE, projectId), [projectId])
  useEffect(() => {
    void renewSession()
  }, [])

  function toggle() {
    setCookie(SIDEBAR_COOKIE, collapsed ? 'open' : 'collapsed')
    setCollapsed(!collapsed)
  }

  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-lg"
      >
        Skip to content
      </a>
      <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-surface px-2 md:hidden">
        <IconButton label="Open navigation" onClick={() => setSheetOpen(true)}>
          <Menu aria-hidden />
        </IconButton>
        <LogoMark className="size-5" />
        <span className="truncate font-medium text-sm">{data.project.name}</span>
      </header>
      <Sheet open={sheetOpen} onOpenChange={setSheetOpen}>
        <SheetContent side="left" title="Navigation" className="pt-10">
          <Sidebar {...data} onNavigate={() => setSheetOpen(false)} />
        </SheetContent>
      </Sheet>
      <aside
        aria-label="Sidebar"
        className={cn('hidden shrink-0 flex-col border-line border-r bg-surface md:flex', collapsed ? 'w-13' : 'w-56')}
      >
        <div className={cn('flex h-12 shrink-0 items-center gap-2 px-3', collapsed && 'justify-center px-0')}>
          {collapsed ? null : (
            <>
              <LogoMark className="size-5" />
              <span className="flex-1 font-semibold text-sm tracking-tight">Patchbay</span>
            </>
          )}
          <IconButton
            label={collapsed ? 'Expand sidebar' : 'Collapse sidebar'}
            size="icon-sm"
            tooltipSide="right"
            aria-expanded={!collapsed}
            onClick={toggle}
          >
            <PanelLeft aria-hidden />
          </IconButton>
        </div>
        <Sidebar {...data} collapsed={collapsed} />
      </aside>
      <main id="content" tabIndex={-1} className="relative min-h-0 min-w-0 flex-1 overflow-y-auto outline-none">
        {children}
      </main>
    </div>
  )
}
