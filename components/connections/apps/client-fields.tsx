'use client'

import { useWatch } from 'react-hook-form'
import { SecretField } from '@/components/form/secret-field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { newDestinations } from '@/lib/outbound/apps/destinations'
import type { OutboundAppView } from '@/lib/outbound/apps/types'
import type { AppValues } from './app-values'
import { FormSection } from './form-section'
import { RegisterButton } from './register-button'
import { UrlField } from './url-field'

export interface ClientFieldsProps {
  projectId: string
  /** As it is stored; null: a new one. */
  app: OutboundAppView | null
  onRegistered: (app: OutboundAppView) => void
}

/** Who Patchbay is at the provider. */
export function ClientFields({ projectId, app, onRegistered }: ClientFieldsProps) {
  const [tokenUrl, refreshUrl, revocationUrl, discoveryUrl, useDcr] = useWatch<
    AppValues,
    ['tokenUrl', 'refreshUrl', 'revocationUrl', 'discoveryUrl', 'useDcr']
  >({ name: ['tokenUrl', 'refreshUrl', 'revocationUrl', 'discoveryUrl', 'useDcr'] })
  const endpoints = { tokenUrl, refreshUrl, revocationUrl, discoveryUrl }
  const moves = app?.config ? newDestinations(app.config, endpoints).length > 0 : false
  return (
    <FormSection
      title="Client"
      description="Register the callback URL at the provider, and enter the client that it gives you."
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField<AppValues>
          name="clientId"
          label="Client ID"
          required={!useDcr}
          optional={useDcr}
          autoComplete="off"
          spellCheck={false}
          inputClassName="font-mono text-xs"
        />
        <SecretField<AppValues>
          name="clientSecret"
          label="Client secret"
          optional
          removable
          stored={app?.storedSecrets.includes('clientSecret') ?? false}
          keptNote={
            moves
              ? 'A request that carries it now leads to another host. Replace the stored value: it is never sent there unasked.'
              : null
          }
          description="Sealed when you save and never shown again. A public client has none."
        />
      </div>
      <SwitchField<AppValues>
        name="useDcr"
        label="Dynamic client registration"
        description="Patchbay registers itself at the provider (RFC 7591) instead of you."
      />
      {useDcr ? (
        <div className="grid gap-3">
          <UrlField
            name="dcrUrl"
            label="Registration URL"
            required
            placeholder="https://auth.example.com/register"
            description="The discovery URL fills it in, if the provider has one."
          />
          <RegisterButton projectId={projectId} app={app} onRegistered={onRegistered} />
        </div>
      ) : null}
    </FormSection>
  )
}
