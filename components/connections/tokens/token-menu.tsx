'use client'

import { Ellipsis, Eye, History, Link2, RefreshCw, Trash2, Users } from 'lucide-react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { TokenListItem } from '@/lib/outbound/tokens/list/schema'
import { ownerText } from './token-labels'
import type { TokenPlace, TokenRights } from './token-place'

/** What can be asked for in a token's menu. */
export type TokenAction = 'open' | 'refresh' | 'reveal' | 'connect' | 'delete' | 'deleteOwner'

export interface TokenMenuProps {
  of: TokenPlace['of']
  token: TokenListItem
  rights: TokenRights
  onAction: (action: TokenAction) => void
}

export function TokenMenu({ of, token, rights, onAction }: TokenMenuProps) {
  const oauth = token.app.type === 'oauth'
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          // Above the row, which is a button itself.
          className="z-1"
          aria-label={`Actions for the token of ${ownerText(token)}, ${token.app.name}`}
        >
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onAction('open')}>
          <History aria-hidden /> Details and timeline
        </DropdownMenuItem>
        {rights.reveal ? (
          <DropdownMenuItem onSelect={() => onAction('reveal')}>
            <Eye aria-hidden /> Reveal…
          </DropdownMenuItem>
        ) : null}
        {rights.manage ? (
          <>
            {oauth && token.hasRefreshToken && token.state !== 'needsReconnect' ? (
              <DropdownMenuItem onSelect={() => onAction('refresh')}>
                <RefreshCw aria-hidden /> Refresh now
              </DropdownMenuItem>
            ) : null}
            <DropdownMenuItem onSelect={() => onAction('connect')}>
              <Link2 aria-hidden /> {oauth ? 'Connect again…' : 'Replace API key…'}
            </DropdownMenuItem>
            <DropdownMenuSeparator />
            <DropdownMenuItem destructive onSelect={() => onAction('delete')}>
              <Trash2 aria-hidden /> Delete token…
            </DropdownMenuItem>
            {of === 'app' && token.user ? (
              <DropdownMenuItem destructive onSelect={() => onAction('deleteOwner')}>
                <Users aria-hidden /> Delete all of this user…
              </DropdownMenuItem>
            ) : null}
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
