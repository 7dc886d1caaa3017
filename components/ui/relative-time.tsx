'use client'

import { useSyncExternalStore } from 'react'
import { formatRelative } from './format-relative'

const TICK_MS = 20_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = Date.now()

/** “4 minutes ago”, with the exact time as its title. One timer serves all of them. */
export function RelativeTime({ value, className }: { value: Date | string | number; className?: string }) {
  const current = useSyncExternalStore(subscribe, readNow, readNowOnServer)
  const date = new Date(value)
  // The server's zone and second differ from the browser's: the text settles at the first tick.
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()} className={className} suppressHydrationWarning>
      {formatRelative(date.getTime(), current)}
    </time>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!timer) {
    now = Date.now()
    timer = setInterval(() => {
      now = Date.now()
      for (const each of listeners) each()
    }, TICK_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function readNow(): number {
  return now
}

// Rounded, because React compares two readings and a server process's own `now` would stay at its start.
function readNowOnServer(): number {
  return Math.floor(Date.now() / TICK_MS) * TICK_MS
}
