'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { fetchJson, projectPath } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { Callout } from '@/components/ui/callout'
import { Spinner } from '@/components/ui/spinner'

const ASK_AGAIN_MS = 1_500
const WATCH_EVERY_MS = 500

interface ConnectOutcome {
  status: 'pending' | 'opened' | 'completed' | 'failed'
  scopes: string[]
  errorMessage: string | null
}

export interface BegunConnect {
  connectId: string
  /** Works once. */
  url: string
  /** The window of the provider; null: it was blocked. */
  opened: Window | null
}

export interface ConnectProgressProps {
  projectId: string
  appId: string
  begun: BegunConnect
}

/** How an attempt to connect stands, until it has ended: the server ends each in time. */
export function ConnectProgress({ projectId, appId, begun }: ConnectProgressProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['connect', projectId, appId, begun.connectId],
    queryFn: ({ signal }) =>
      fetchJson<ConnectOutcome>(projectPath(projectId, 'connections', appId, 'connects', begun.connectId), { signal }),
    refetchInterval: ({ state }) => (hasEnded(state.data) || state.error ? false : ASK_AGAIN_MS),
    // The window of the provider is in front of this one.
    refetchIntervalInBackground: true,
  })
  const gone = useGone(begun.opened, refetch)
  if (error) return <RequestError error={error} title="How it stands is not known" onRetry={() => void refetch()} />
  if (data?.status === 'completed') {
    return (
      <Callout tone="success" role="status" title="Connected">
        The token is kept under{' '}
        <Link href={`/p/${projectId}/connections/${appId}/tokens`} className="underline underline-offset-2">
          Token Management
        </Link>
        {data.scopes.length > 0 ? `, for ${data.scopes.join(', ')}.` : '.'}
      </Callout>
    )
  }
  if (data?.status === 'failed') {
    return (
      <Callout tone="danger" role="alert" title="Not connected">
        {data.errorMessage ?? 'It ended without a reason. Connect again.'}
      </Callout>
    )
  }
  if (gone) {
    return (
      <Callout role="status" title="The window is gone">
        It was closed before the provider had answered. Press Connect to begin again.
      </Callout>
    )
  }
  return (
    <div role="status" className="flex items-start gap-2 text-muted text-sm">
      <Spinner label="Waiting" className="mt-0.5" />
      <span>
        {begun.opened ? 'Go on in the window of the provider.' : 'The browser has blocked the window.'}
        {data?.status === 'opened' ? null : (
          <>
            {' '}
            <a href={begun.url} target="_blank" rel="noreferrer" className="underline underline-offset-2">
              Open it here
            </a>{' '}
            if it is not there.
          </>
        )}
      </span>
    </div>
  )
}

/** Whether the window was closed, and the server asked since: at the end it closes by itself. */
function useGone(opened: Window | null, ask: () => Promise<unknown>): boolean {
  const [gone, setGone] = useState(false)
  useEffect(() => {
    const watch = setInterval(() => {
      if (!opened?.closed) return
      clearInterval(watch)
      void ask().finally(() => setGone(true))
    }, WATCH_EVERY_MS)
    return () => clearInterval(watch)
  }, [opened, ask])
  return gone
}

function hasEnded(outcome: ConnectOutcome | undefined): boolean {
  return outcome?.status === 'completed' || outcome?.status === 'failed'
}
