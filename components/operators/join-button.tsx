'use client'

import { useState } from 'react'
import { attempt } from '@/components/api/attempt'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { joinProject } from '@/lib/console/actions'

/** Accepts an invitation as the person who is signed in. */
export function JoinButton({ token, projectName }: { token: string; projectName: string }) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')

  async function join() {
    setBusy(true)
    const result = await attempt(joinProject({ token }))
    if (result.ok) return window.location.assign(`/p/${result.data.projectId}/flows`)
    setFailure(result.message)
    setBusy(false)
  }

  return (
    <div className="grid gap-4">
      {failure ? (
        <Callout tone="danger" role="alert">
          <span className="text-fg">{failure}</span>
        </Callout>
      ) : null}
      <Button variant="primary" size="lg" loading={busy} onClick={join}>
        Join {projectName}
      </Button>
    </div>
  )
}
