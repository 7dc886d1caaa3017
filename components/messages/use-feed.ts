'use client'

import { useSyncExternalStore } from 'react'
import type { ExecutionFeed, FeedSnapshot } from './execution-feed'

const nothing: FeedSnapshot = { messages: [], reply: null, connection: 'idle', error: null }
const subscribeToNothing = () => () => {}
const readNothing = () => nothing

/** What an execution's feed holds now; nothing without one. */
export function useFeed(feed: ExecutionFeed | null): FeedSnapshot {
  const read = feed ? feed.read : readNothing
  return useSyncExternalStore(feed ? feed.subscribe : subscribeToNothing, read, read)
}
