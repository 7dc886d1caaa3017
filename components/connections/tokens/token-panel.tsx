'use client'

import { useQuery } from '@tanstack/react-query'
import { Eye, Link2, RefreshCw, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { fetchJson, projectPath } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import { Skeleton } from '@/components/ui/skeleton'
import type { TokenDetails } from '@/lib/outbound/tokens/details/schema'
import { ScopeList } from './scope-list'
import { levelLabels, ownerText, userText } from './token-labels'
import type { TokenAction } from './token-menu'
import type { TokenRights } from './token-place'
import { tokenQueryKey } from './token-query-key'
import { TokenStateBadge } from './token-state-badge'
import { grantedByText } from './token-table'
import { TokenTimeline } from './token-timeline'

type PanelAction = Extract<TokenAction, 'refresh' | 'reveal' | 'connect' | 'delete'>

export interface TokenPanelProps {
  projectId: string
  tokenId: string
  rights: TokenRights
  onAction: (action: PanelAction, token: TokenDetails) => void
  onClose: () => void
}

/** Everything about a token but itself, with what happened to it. */
export function TokenPanel({ projectId, tokenId, rights, onAction, onClose }: TokenPanelProps) {
  const { data, error, refetch } = useQuery({
    queryKey: tokenQueryKey(projectId, tokenId),
    queryFn: ({ signal }) => fetchJson<TokenDetails>(projectPath(projectId, 'outbound-tokens', tokenId), { signal }),
  })
  return (
    <Sheet open onOpenChange={(open) => (open ? undefined : onClose())}>
      <SheetContent title={data ? `Token of ${ownerText(data)}` : 'Token'} className="w-120 max-w-[94vw]">
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
          {data ? (
            <>
              <Heading token={data} />
              <Actions token={data} rights={rights} onAction={onAction} />
              <Facts projectId={projectId} token={data} />
            </>
          ) : error ? (
            <div className="mt-8">
              <RequestError title="The token could not be loaded" error={error} onRetry={() => void refetch()} />
            </div>
          ) : (
            <PanelSkeleton />
          )}
          {error && !data ? null : <TokenTimeline projectId={projectId} tokenId={tokenId} />}
        </div>
      </SheetContent>
    </Sheet>
  )
}

function Heading({ token }: { token: TokenDetails }) {
  return (
    <header className="grid gap-1.5 pr-9">
      <h2 className="truncate font-semibold text-lg" title={ownerText(token)}>
        {ownerText(token)}
      </h2>
      <p className="flex min-w-0 items-center gap-2 text-muted text-sm">
        <TokenStateBadge state={token.state} />
        <span className="truncate">{token.app.name}</span>
      </p>
      {token.lastRefreshError ? (
        <Callout tone={token.state === 'needsReconnect' ? 'danger' : 'warning'} title="The last refresh failed">
          <span className="break-words">{token.lastRefreshError}</span>
        </Callout>
      ) : null}
    </header>
  )
}

function Actions({ token, rights, onAction }: { token: TokenDetails } & Pick<TokenPanelProps, 'rights' | 'onAction'>) {
  if (!rights.manage && !rights.reveal) return null
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {rights.manage && token.hasRefreshToken && token.state !== 'needsReconnect' ? (
        <Button size="sm" onClick={() => onAction('refresh', token)}>
          <RefreshCw aria-hidden /> Refresh now
        </Button>
      ) : null}
      {rights.manage && token.state === 'needsReconnect' ? (
        <Button size="sm" onClick={() => onAction('connect', token)}>
          <Link2 aria-hidden /> Connect again…
        </Button>
      ) : null}
      {rights.reveal ? (
        <Button size="sm" onClick={() => onAction('reveal', token)}>
          <Eye aria-hidden /> Reveal…
        </Button>
      ) : null}
      {rights.manage ? (
        <Button size="sm" variant="danger-ghost" onClick={() => onAction('delete', token)}>
          <Trash2 aria-hidden /> Delete…
        </Button>
      ) : null}
    </div>
  )
}

function Facts({ projectId, token }: { projectId: string; token: TokenDetails }) {
  const { user, tenant, externalIdentifier, tokenSub, expiresAt, lastRefreshAt, retryAt, requestedScopes } = token
  const same = requestedScopes.join(' ') === token.grantedScopes.join(' ')
  const time = (value: string) => <RelativeTime value={value} />
  const facts: [string, ReactNode][] = [
    ['Level', levelLabels[token.level]],
    ...only(user, (given): [string, ReactNode] => [
      'User',
      <PageLink key="user" href={`/p/${projectId}/users/${given.id}`}>
        {userText(given)}
      </PageLink>,
    ]),
    ...only(tenant, (given): [string, ReactNode] => [
      'Tenant',
      <PageLink key="tenant" href={`/p/${projectId}/tenants/${given.id}`}>
        {given.name}
      </PageLink>,
    ]),
    ...only(externalIdentifier || null, (given): [string, ReactNode] => ['Account', given]),
    ...only(tokenSub || null, (given): [string, ReactNode] => ['Account at the provider', given]),
    ['Kind', token.app.type === 'apiKey' ? 'API key' : token.tokenType],
    ['Expires', expiresAt ? time(expiresAt) : token.app.type === 'apiKey' ? 'Never' : 'Not told by the provider'],
    ['Refresh token', token.hasRefreshToken ? 'Yes' : 'No'],
    ['Granted by', grantedByText(token)],
    ['Connected', time(token.obtainedAt)],
    ['Last refresh', lastRefreshAt ? time(lastRefreshAt) : 'Never'],
    ...only(retryAt, (given): [string, ReactNode] => ['Next try', time(given)]),
    [
      'Token id',
      <span key="id" className="flex items-center gap-1">
        <code className="break-all font-mono text-xs">{token.id}</code>
        <CopyButton value={token.id} label="Copy the token’s id" size="icon-xs" />
      </span>,
    ],
  ]
  return (
    <>
      <dl className="mt-4 grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5 text-sm">
        {facts.map(([term, value]) => (
          <Fragment key={term}>
            <dt className="text-subtle text-xs">{term}</dt>
            <dd className="break-words">{value}</dd>
          </Fragment>
        ))}
      </dl>
      {token.app.type === 'oauth' ? (
        <>
          <ScopeList label={same ? 'Scopes' : 'Granted scopes'} scopes={token.grantedScopes} />
          {same ? null : <ScopeList label="Requested scopes" scopes={requestedScopes} />}
        </>
      ) : null}
    </>
  )
}

function only<T>(value: T | null, to: (given: T) => [string, ReactNode]): [string, ReactNode][] {
  return value === null ? [] : [to(value)]
}

function PageLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} prefetch={false} className="text-accent-fg underline-offset-2 hover:underline">
      {children}
    </Link>
  )
}

function PanelSkeleton() {
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">Loading the token</span>
      <Skeleton className="h-6 w-56" />
      <Skeleton className="h-5 w-32" />
      <Skeleton className="mt-4 h-40 w-full" />
    </div>
  )
}
