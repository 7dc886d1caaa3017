'use client'

import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { TokenListItem } from '@/lib/outbound/tokens/list/schema'
import { levelLabels, ownerText, userText } from './token-labels'
import { type TokenAction, TokenMenu } from './token-menu'
import type { TokenPlace, TokenRights } from './token-place'
import { TokenStateBadge } from './token-state-badge'

export interface TokenTableProps {
  of: TokenPlace['of']
  tokens: readonly TokenListItem[]
  rights: TokenRights
  onAction: (action: TokenAction, token: TokenListItem) => void
}

/** Tokens as rows; narrow windows show whose it is and how it stands, the panel of a row tells the rest. */
export function TokenTable({ of, tokens, rights, onAction }: TokenTableProps) {
  return (
    <Table label="Tokens">
      <TableHeader>
        <TableRow>
          <TableHead>{of === 'app' ? 'Owner' : 'Connection'}</TableHead>
          <TableHead className="hidden md:table-cell">Level</TableHead>
          <TableHead>Status</TableHead>
          <TableHead className="hidden md:table-cell">Scopes</TableHead>
          <TableHead className="hidden sm:table-cell">Expires</TableHead>
          <TableHead className="hidden xl:table-cell">Granted by</TableHead>
          <TableHead className="hidden lg:table-cell">Last refresh</TableHead>
          <TableHead className="w-px">
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {tokens.map((token) => (
          <Row key={token.id} of={of} token={token} rights={rights} onAction={onAction} />
        ))}
      </TableBody>
    </Table>
  )
}

interface RowProps extends Omit<TokenTableProps, 'tokens'> {
  token: TokenListItem
}

function Row({ of, token, rights, onAction }: RowProps) {
  const { title, line } = toFace(of, token)
  return (
    <TableRow className="relative hover:bg-hover/60">
      <TableCell className="w-full min-w-36 max-w-0">
        <button
          type="button"
          onClick={() => onAction('open', token)}
          aria-label={`Token of ${ownerText(token)}${of === 'app' ? '' : ` for ${token.app.name}`}`}
          className="block max-w-full truncate text-left font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
        >
          {title}
        </button>
        <span className="block truncate text-subtle text-xs">{line}</span>
      </TableCell>
      <TableCell className="hidden whitespace-nowrap text-muted md:table-cell">{levelLabels[token.level]}</TableCell>
      <TableCell className="whitespace-nowrap">
        <TokenStateBadge state={token.state} />
      </TableCell>
      <TableCell className="hidden min-w-36 max-w-52 md:table-cell">
        <Scopes token={token} />
      </TableCell>
      <TableCell className="hidden whitespace-nowrap text-muted sm:table-cell">
        <Expiry token={token} />
      </TableCell>
      <TableCell className="hidden max-w-36 xl:table-cell">
        <span className="block truncate text-muted">{grantedByText(token)}</span>
      </TableCell>
      <TableCell className="hidden max-w-44 lg:table-cell">
        {token.lastRefreshAt ? (
          <RelativeTime value={token.lastRefreshAt} className="whitespace-nowrap text-muted" />
        ) : (
          <span className="text-muted">{token.lastRefreshError ? 'Failed' : 'Never'}</span>
        )}
        {token.lastRefreshError ? (
          <span className="block truncate text-danger text-xs">{token.lastRefreshError}</span>
        ) : null}
      </TableCell>
      <TableCell className="pl-0">
        <TokenMenu of={of} token={token} rights={rights} onAction={(action) => onAction(action, token)} />
      </TableCell>
    </TableRow>
  )
}

/** The first cell: what tells a row from the others of its list. */
function toFace(of: TokenPlace['of'], token: TokenListItem): { title: string; line: string } {
  const { user, tenant, app, externalIdentifier } = token
  const account = externalIdentifier ? [externalIdentifier] : []
  if (of === 'app') {
    const login = user?.name ? [user.loginId] : []
    const lines = [
      ...(user && tenant ? [`in ${tenant.name}`] : []),
      ...login,
      ...account,
      ...(user ? [] : [tenant?.id]),
    ]
    return { title: user ? userText(user) : (tenant?.name ?? token.id), line: lines.filter(Boolean).join(' · ') }
  }
  const other = of === 'user' ? tenant && `in ${tenant.name}` : user && userText(user)
  return { title: app.name, line: [other ?? '', ...account].filter(Boolean).join(' · ') || app.id }
}

/** The first scopes; how many more there are is told apart, so that cutting the text does not hide it. */
function Scopes({ token: { scopes, scopeCount, app } }: { token: TokenListItem }) {
  if (scopeCount === 0) return <span className="text-subtle">{app.type === 'apiKey' ? 'API key' : 'None'}</span>
  const more = scopeCount - scopes.length
  return (
    <span className="flex min-w-0 items-baseline gap-1.5 text-xs">
      <span className="truncate font-mono text-muted">{scopes.join(' ')}</span>
      {more > 0 ? <span className="shrink-0 text-subtle">+{more}</span> : null}
    </span>
  )
}

/** When it lapses, and whether it can be renewed then. */
function Expiry({ token: { app, expiresAt, hasRefreshToken } }: { token: TokenListItem }) {
  if (app.type === 'apiKey') return <span className="text-subtle">Never</span>
  return (
    <>
      {expiresAt ? <RelativeTime value={expiresAt} /> : 'Not told'}
      <span className="block text-subtle text-xs">{hasRefreshToken ? 'Has refresh token' : 'No refresh token'}</span>
    </>
  )
}

export function grantedByText({ grantedBy, granter, user }: Pick<TokenListItem, 'grantedBy' | 'granter' | 'user'>) {
  if (grantedBy === '') return '–'
  if (grantedBy === user?.id) return 'The user'
  return granter ? userText(granter) : grantedBy
}
