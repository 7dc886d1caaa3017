'use client'

import { ChevronsUpDown, KeyRound, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useState } from 'react'
import { toast } from 'sonner'
import { cn } from '@/components/ui/cn'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { signOut } from '@/lib/console/auth-client'
import type { Operator } from '@/lib/console/operator'
import { ChangePasswordDialog } from './change-password-dialog'

export function AccountMenu({ operator, collapsed }: { operator: Operator; collapsed: boolean }) {
  const { theme, setTheme } = useTheme()
  const [changing, setChanging] = useState(false)

  async function leave() {
    const failure = await signOut()
    if (failure) toast.error(failure)
    else window.location.assign('/sign-in')
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          aria-label={`Account of ${operator.name}`}
          className={cn(
            'flex items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2 data-[state=open]:bg-hover',
            collapsed && 'justify-center',
          )}
        >
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-full bg-hue-slate-soft font-semibold text-2xs text-hue-slate"
          >
            {[...operator.name][0]?.toUpperCase()}
          </span>
          {collapsed ? null : (
            <>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium text-xs">{operator.name}</span>
                <span className="block truncate text-2xs text-subtle">{operator.email}</span>
              </span>
              <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-subtle" />
            </>
          )}
        </DropdownMenuTrigger>
        <DropdownMenuContent side="top" align="start" className="w-56">
          <DropdownMenuLabel className="truncate">
            {operator.email}
            {operator.isOwner ? ' · owner' : ''}
          </DropdownMenuLabel>
          <DropdownMenuItem onSelect={() => setChanging(true)}>
            <KeyRound aria-hidden /> Change password…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuLabel>Theme</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
            <DropdownMenuRadioItem value="system" onSelect={keepOpen}>
              <Monitor aria-hidden /> System
            </DropdownMenuRadioItem>
            <DropdownMenuRadioItem value="light" onSelect={keepOpen}>
              <Sun aria-hidden /> Light
            </DropdownMenuRadioItem>
            <DropdownMenuRadioItem value="dark" onSelect={keepOpen}>
              <Moon aria-hidden /> Dark
            </DropdownMenuRadioItem>
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={leave}>
            <LogOut aria-hidden /> Sign out
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ChangePasswordDialog open={changing} onOpenChange={setChanging} />
    </>
  )
}

function keepOpen(event: Event) {
  event.preventDefault()
}
