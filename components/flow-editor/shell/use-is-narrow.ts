import { useSyncExternalStore } from 'react'

const QUERY = '(max-width: 767px)'

/** Whether the window is as narrow as a phone; null until the browser is asked. */
export function useIsNarrow(): boolean | null {
  return useSyncExternalStore<boolean | null>(
    subscribe,
    () => window.matchMedia(QUERY).matches,
    () => null,
  )
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(QUERY)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
