'use client'

import { useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { Editable } from '@/components/form/editable'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import type { AppValues } from './app-values'
import type { DiscoveredSettings } from './discovered'
import { UrlField } from './url-field'

const filled = [
  ['authorizationUrl', 'authorization URL'],
  ['tokenUrl', 'token URL'],
  ['revocationUrl', 'revocation URL'],
  ['dcrUrl', 'registration URL'],
] as const

/** The address of the provider's metadata, which fills in the others. */
export function DiscoveryField({ projectId }: { projectId: string }) {
  const form = useFormContext<AppValues>()
  const url = useWatch<AppValues, 'discoveryUrl'>({ name: 'discoveryUrl' })
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ tone: 'success' | 'danger'; title: string; text: string } | null>(null)

  async function discover() {
    if (!(await form.trigger('discoveryUrl'))) return
    setBusy(true)
    setOutcome(null)
    try {
      const found = await fetchJson<DiscoveredSettings>(projectPath(projectId, 'connections', 'discover'), {
        body: { url: form.getValues('discoveryUrl') },
        timeoutSeconds: 40,
      })
      setOutcome({ tone: 'success', title: 'Filled in from the provider’s metadata', text: fill(found) })
    } catch (error) {
      setOutcome({ tone: 'danger', title: 'Nothing was filled in', text: asApiError(error).message })
    } finally {
      setBusy(false)
    }
  }

  /** Puts in what the metadata says; what it does not say stays as it was typed. @returns what was put in, in words */
  function fill(found: DiscoveredSettings): string {
    const names: string[] = []
    for (const [field, name] of filled) {
      if (found[field] === '') continue
      form.setValue(field, found[field], { shouldDirty: true, shouldValidate: true })
      names.push(name)
    }
    if (found.pkce === false) form.setValue('pkce', false, { shouldDirty: true })
    const silent = found.pkce === false ? ' It takes no PKCE by S256, so PKCE was turned off.' : ''
    return `${names.join(', ')}. The issuer is ${found.issuer}.${silent}`
  }

  return (
    <div className="grid gap-3">
      <div className="grid items-start gap-2 sm:grid-cols-[minmax(0,1fr)_auto]">
        <UrlField
          name="discoveryUrl"
          label="Discovery URL"
          placeholder="https://auth.example.com/.well-known/openid-configuration"
          description="Of the provider’s metadata, or of its issuer. It fills in the addresses below."
        />
        <Editable>
          <Button className="sm:mt-6.5" loading={busy} disabled={url.trim() === ''} onClick={() => void discover()}>
            Fill in
          </Button>
        </Editable>
      </div>
      {outcome ? (
        <Callout tone={outcome.tone} role={outcome.tone === 'danger' ? 'alert' : 'status'} title={outcome.title}>
          <span className="break-words">{outcome.text}</span>
          {outcome.tone === 'danger' ? ' Check the address, or enter the addresses below by hand.' : null}
        </Callout>
      ) : null}
    </div>
  )
}
