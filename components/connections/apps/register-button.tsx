'use client'

import { useState } from 'react'
import { useFormState } from 'react-hook-form'
import { toast } from 'sonner'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { Editable } from '@/components/form/editable'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import type { OutboundAppView } from '@/lib/outbound/apps/types'
import type { AppValues } from './app-values'

export interface RegisterButtonProps {
  projectId: string
  app: OutboundAppView | null
  onRegistered: (app: OutboundAppView) => void
}

/** Lets the provider make a client for the saved connection. */
export function RegisterButton({ projectId, app, onRegistered }: RegisterButtonProps) {
  const { isDirty } = useFormState<AppValues>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const again = app?.config !== null && app?.config.clientId !== '' && app !== null

  async function register() {
    if (!app) return
    setBusy(true)
    setProblem(null)
    try {
      const saved = await fetchJson<OutboundAppView>(projectPath(projectId, 'connections', app.id, 'register'), {
        body: { version: app.version },
        timeoutSeconds: 40,
      })
      toast.success('The provider has made a client. Its ID and secret are stored.')
      onRegistered(saved)
    } catch (error) {
      setProblem(asApiError(error).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="grid justify-items-start gap-2">
      <Editable>
        <Button size="sm" loading={busy} disabled={app === null || isDirty} onClick={() => void register()}>
          {again ? 'Register another client' : 'Register client'}
        </Button>
      </Editable>
      {app === null || isDirty ? (
        <p className="text-subtle text-xs">Save first: the client is registered with what is stored.</p>
      ) : null}
      {problem ? (
        <Callout tone="danger" role="alert" title="The client was not registered" className="justify-self-stretch">
          {problem}
        </Callout>
      ) : null}
    </div>
  )
}
