'use client'

import { useQueryClient } from '@tanstack/react-query'
import { KeyRound, Link2, Plus, SearchX, Trash2 } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pager } from '@/components/ui/pager'
import { quantity } from '@/components/ui/quantity'
import type { TokenListItem, TokenPage } from '@/lib/outbound/tokens/list/schema'
import { TokenDialogs, type TokenQuestion } from './token-dialogs'
import { TokenFilters } from './token-filters'
import type { TokenAction } from './token-menu'
import { TokenPanel } from './token-panel'
import { isFiltered, type TokenParams, toTokenQuery } from './token-params'
import type { AppChoice, TokenPlace, TokenRights } from './token-place'
import { tokenQueryKey } from './token-query-key'
import { TokenTable } from './token-table'

export interface TokensViewProps {
  projectId: string
  place: TokenPlace
  page: TokenPage
  params: TokenParams
  /** Connections to choose from, where the place names none. */
  apps?: readonly AppChoice[]
  rights: TokenRights
}

/** The tokens of a connection, of a user or of a tenant, and all that can be done with them. */
export function TokensView({ projectId, place, page, params, apps = [], rights }: TokensViewProps) {
  const router = useRouter()
  const pathname = usePathname()
  const client = useQueryClient()
  const [openId, setOpenId] = useQueryState('token', parseAsString)
  const [question, setQuestion] = useState<TokenQuestion | null>(null)
  const filtered = isFiltered(params)
  const none = page.tokens.length === 0 && !filtered && params.cursor === null

  // A link that was made here may be used in another window of this browser.
  useEffect(() => {
    const channel = new BroadcastChannel('patchbay:connect')
    channel.onmessage = () => router.refresh()
    return () => channel.close()
  }, [router])

  function changed(token: Pick<TokenListItem, 'id'> | null) {
    router.refresh()
    if (token) void client.invalidateQueries({ queryKey: tokenQueryKey(projectId, token.id) })
  }

  function act(action: TokenAction, token: TokenListItem) {
    if (action === 'open') void setOpenId(token.id)
    else setQuestion({ type: action, token })
  }

  const connect = rights.manage ? (
    <Button variant="primary" onClick={() => setQuestion({ type: 'connect', token: null })}>
      <Plus aria-hidden /> {connectLabel(place)}
    </Button>
  ) : null
  return (
    <>
      {none ? (
        <EmptyState icon={place.of === 'app' ? KeyRound : Link2} {...emptyTexts(place, rights.manage)}>
          {connect}
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-start justify-between gap-x-3">
            <TokenFilters searched={searchedText(place)} />
            <div className="mb-3 flex flex-wrap gap-2">
              {connect}
              {rights.manage && page.tokens.length > 0 ? (
                <Button variant="danger-ghost" onClick={() => setQuestion({ type: 'deleteAll' })}>
                  <Trash2 aria-hidden /> Delete all…
                </Button>
              ) : null}
            </div>
          </div>
          {page.tokens.length > 0 ? (
            <TokenTable of={place.of} tokens={page.tokens} rights={rights} onAction={act} />
          ) : (
            <EmptyState
              icon={SearchX}
              title={filtered ? 'No token matches' : 'This page is empty'}
              description="Check the spelling, or clear the filters to see all tokens."
            >
              <Button onClick={() => router.push(pathname)}>Show all tokens</Button>
            </EmptyState>
          )}
          <Pager
            summary={summaryText(page, filtered)}
            query={toTokenQuery(params)}
            previousCursor={page.previousCursor}
            nextCursor={page.nextCursor}
          />
        </>
      )}
      {openId ? (
        <TokenPanel
          projectId={projectId}
          tokenId={openId}
          rights={rights}
          onAction={(action, token) => setQuestion({ type: action, token })}
          onClose={() => void setOpenId(null)}
        />
      ) : null}
      {question ? (
        <TokenDialogs
          projectId={projectId}
          place={place}
          apps={apps}
          question={question}
          onChanged={changed}
          onDeleted={(tokenId) => {
            if (tokenId === null || tokenId === openId) void setOpenId(null)
            router.refresh()
          }}
          onClose={() => setQuestion(null)}
        />
      ) : null}
    </>
  )
}

function connectLabel(place: TokenPlace): string {
  if (place.of !== 'app') return 'Connect…'
  return place.app.type === 'apiKey' ? 'Store API key…' : 'Connect link…'
}

function searchedText(place: TokenPlace): string {
  return place.of === 'app' ? 'User or tenant' : place.of === 'user' ? 'Tenant or token id' : 'User or token id'
}

function summaryText({ total, more }: TokenPage, filtered: boolean): string {
  if (total === null) return 'Newest first'
  const count = more ? `More than ${quantity(total, 'token')}` : quantity(total, 'token')
  return filtered ? `${count} found` : count
}

function emptyTexts(place: TokenPlace, canManage: boolean): { title: string; description: string } {
  const title = place.of === 'app' ? 'Nobody is connected yet' : 'Nothing is connected yet'
  const ways =
    place.of === 'app' && place.app.type === 'apiKey'
      ? 'Users and tenants give their API keys in a flow; the management API stores keys as well.'
      : 'Users and tenants connect in a flow, by an SDK, or by a link that you hand to them.'
  return { title, description: canManage ? ways : `${ways} An editor or admin of the project can do it here.` }
}
