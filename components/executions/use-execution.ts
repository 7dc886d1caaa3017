'use client'

import { useEffect, useState } from 'react'
import { deriveAsyncCalls } from '@/components/messages/derive-async-calls'
import { createExecutionFeed, deriveStatus } from '@/components/messages/execution-feed'
import { lastOwn } from '@/components/messages/order-messages'
import { useFeed } from '@/components/messages/use-feed'
import type { RunnerMessage } from '@/lib/engine/message'
import { type ExecutionListItem, isLive } from '@/lib/runner/types'

/** One execution's messages and state; follows it on while it lives. */
export function useExecution(projectId: string, execution: ExecutionListItem, messages: readonly RunnerMessage[]) {
  const [feed] = useState(() => createExecutionFeed({ projectId, executionId: execution.id, messages }))
  const snapshot = useFeed(feed)
  const [loading, setLoading] = useState(false)
  const begunLive = isLive(execution.status)
  // Its asynchronous calls may go on when it has ended.
  const followed = begunLive || execution.asyncCalls.pending > 0
  const incomplete = messages.length < execution.messageCount

  useEffect(() => {
    if (followed) void feed.open()
    else if (incomplete) {
      setLoading(true)
      void feed.load().finally(() => setLoading(false))
    }
    return () => feed.close()
  }, [feed, followed, incomplete])

  const complete = snapshot.messages.length >= execution.messageCount
  const status = begunLive ? deriveStatus(snapshot.messages, snapshot.reply) : execution.status
  const lastAt = lastOwn(snapshot.messages)?.at
  const durationMs =
    execution.durationMs ?? (isLive(status) || !lastAt ? null : Date.parse(lastAt) - Date.parse(execution.startedAt))
  return {
    ...snapshot,
    status,
    live: isLive(status),
    durationMs,
    loading,
    /** Until the messages are here, what the list knew; afterwards what they tell. */
    asyncCalls: complete ? deriveAsyncCalls(snapshot.messages) : execution.asyncCalls,
    retry: () => void (followed ? feed.open() : feed.load()),
  }
}
