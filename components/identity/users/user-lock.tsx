'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { unlockUser } from '@/lib/identity/users/actions'

export interface UserLockProps {
  projectId: string
  user: { userId: string; title: string }
  /** ISO 8601. */
  until: string
  canUnlock: boolean
}

/** Tells that wrong passwords have locked a user out, and lets them in again. */
export function UserLock({ projectId, user: { userId, title }, until, canUnlock }: UserLockProps) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)

  async function unlock() {
    setBusy(true)
    const result = await attempt(unlockUser({ projectId, userId }))
    setBusy(false)
    if (result.ok) toast.success(`${title} may sign in by password again.`)
    else toast.error(result.message)
    router.refresh()
  }

  return (
    <Callout
      tone="warning"
      title={
        <>
          Locked until <time dateTime={until}>{formatUtc(until)}</time>
        </>
      }
      actions={
        canUnlock ? (
          <Button size="sm" loading={busy} onClick={() => void unlock()}>
            Unlock
          </Button>
        ) : null
      }
    >
      There were too many wrong passwords. Other ways to sign in still work.
    </Callout>
  )
}

/** `2026-12-31 14:05 UTC`: the server and the browser must write the same. Rounded up, so that it is over by then. */
function formatUtc(until: string): string {
  const minute = new Date(Math.ceil(Date.parse(until) / 60_000) * 60_000)
  return `${minute.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
