'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'

export interface LeaveGuard {
  /** Where the person wants to go; null when nobody asks. */
  asking: boolean
  stay: () => void
  leave: () => void
}

/** Asks before unsaved work is left by a link, and lets the browser ask before a reload or a closed tab. */
export function useLeaveGuard(active: boolean): LeaveGuard {
  const router = useRouter()
  const [target, setTarget] = useState<string | null>(null)

  useEffect(() => {
    if (!active) return
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    const onClick = (event: MouseEvent) => {
      const href = findNavigation(event)
      if (href === null) return
      event.preventDefault()
      event.stopPropagation()
      setTarget(href)
    }
    window.addEventListener('beforeunload', onUnload)
    // Before the router's own listener, which would go at once.
    document.addEventListener('click', onClick, { capture: true })
    return () => {
      window.removeEventListener('beforeunload', onUnload)
      document.removeEventListener('click', onClick, { capture: true })
    }
  }, [active])

  return {
    asking: target !== null,
    stay: () => setTarget(null),
    leave: () => {
      if (target !== null) router.push(target)
      setTarget(null)
    },
  }
}

/** The path inside the console that a click leads to in this tab, if any. */
function findNavigation(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || (link.target !== '' && link.target !== '_self') || link.hasAttribute('download')) return null
  const url = new URL(link.href, window.location.href)
  if (url.origin !== window.location.origin || url.pathname === window.location.pathname) return null
  return url.pathname + url.search + url.hash
}
