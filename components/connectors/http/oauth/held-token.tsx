'use client'

import { KeyRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { forgetToken } from '@/lib/connectors/actions'

export interface HeldTokenProps {
  projectId: string
  connectorId: string
  /** When the held token is renewed, ISO 8601; null while none is held. The token itself never comes here. */
  usableUntil: string | null
  canWrite: boolean
}

/** Whether an OAuth connector holds an access token, until when, and the button that makes it forget it. */
export function HeldToken({ projectId, connectorId, usableUntil, canWrite }: HeldTokenProps) {
  const router = useRouter()
  const [forgetting, setForgetting] = useState(false)

  async function forget() {
    setForgetting(true)
    const result = await attempt(forgetToken({ projectId, connectorId }))
    if (result.ok) toast.success('The access token was forgotten. The next call fetches a new one.')
    else toast.error(result.message)
    router.refresh()
    setForgetting(false)
  }

  return (
    <section
      aria-label="Access token"
      className="mb-4 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-surface px-3 py-2 text-sm"
    >
      <div className="flex min-w-0 flex-1 items-center gap-3">
        <KeyRound aria-hidden className="size-4 shrink-0 text-subtle" />
        {usableUntil === null ? (
          <p className="text-muted">No access token is held. The next call fetches one.</p>
        ) : (
          <p>
            An access token is held, sealed. Its renewal is due <RelativeTime value={usableUntil} />.
          </p>
        )}
      </div>
      {canWrite && usableUntil !== null ? (
        <Button size="sm" className="ml-auto" loading={forgetting} onClick={forget}>
          Forget token
        </Button>
      ) : null}
    </section>
  )
}
