'use client'

import { useEffect, useState } from 'react'
import { createExecutionFeed, deriveStatus } from '@/components/messages/execution-feed'
import { useFeed } from '@/components/messages/use-feed'
import type { RunnerMessage } from '@/lib/engine/message'
import { type ExecutionListItem, isLive } from '@/lib/runner/types'

/** One execution's messages and state; follows it on while it lives. */
export function useExecution(projectId: string, execution: ExecutionListItem, messages: readonly RunnerMessage[]) {
  const [feed] = useState(() => createExecutionFeed({ projectId, executionId: execution.id, messages }))
  const snapshot = useFeed(feed)
  const [loading, setLoading] = useState(false)
  const begunLive = isLive(execution.status)
  const incomplete = messages.length < execution.messageCount

  useEffect(() => {
    if (begunLive) void feed.open()
    else if (incomplete) {
      setLoading(true)
      void feed.load().finally(() => setLoading(false))
    }
    return () => feed.close()
  }, [feed, begunLive, incomplete])

  const status = begunLive ? deriveStatus(snapshot.messages, snapshot.reply) : execution.status
  const lastAt = snapshot.messages.at(-1)?.at
  const durationMs =
    execution.durationMs ?? (isLive(status) || !lastAt ? null : Date.parse(lastAt) - Date.parse(execution.startedAt))
  return {
    ...snapshot,
    status,
    live: isLive(status),
    durationMs,
    loading,
    retry: () => void (isLive(status) ? feed.open() : feed.load()),
  }
}
