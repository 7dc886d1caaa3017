'use client'

import { LinesField } from '@/components/form/lines-field'
import { SelectField } from '@/components/form/select-field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import type { AppValues } from './app-values'
import { FormSection } from './form-section'
import { PromptField } from './prompt-field'
import { UrlField } from './url-field'

/** What is asked for when someone connects, and how. */
export function ConsentFields() {
  return (
    <>
      <FormSection title="Scopes">
        <LinesField<AppValues>
          name="defaultScopes"
          label="Default scopes"
          optional
          rows={4}
          placeholder={'openid\nemail'}
          description="One a line. A flow or an application may ask for others instead; each set of scopes is a token of its own."
        />
        <SelectField<AppValues>
          name="scopeSeparator"
          label="Separate scopes by"
          className="sm:max-w-72"
          options={[
            { value: 'space', label: 'Space', description: 'The standard' },
            { value: 'comma', label: 'Comma', description: 'As Slack or Shopify want it' },
          ]}
        />
      </FormSection>
      <FormSection title="How it asks">
        <SwitchField<AppValues>
          name="pkce"
          label="PKCE"
          description="Protects the code on its way back (RFC 7636, S256). Turn it off only for a provider that refuses it."
        />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <SelectField<AppValues>
            name="accessType"
            label="Access type"
            options={[
              { value: 'offline', label: 'Offline', description: 'Sends access_type=offline, as Google wants it' },
              { value: 'online', label: 'Online', description: 'Sends nothing' },
            ]}
            description="Offline asks for a refresh token. Most providers ask for it by a scope instead."
          />
          <SelectField<AppValues>
            name="tokenEndpointAuthentication"
            label="Token endpoint authentication"
            options={[
              { value: 'automatic', label: 'Automatic', description: 'As its metadata says, else what works' },
              { value: 'basic', label: 'Basic', description: 'Client ID and secret in the header' },
              { value: 'body', label: 'Body', description: 'Client ID and secret in the body' },
              { value: 'none', label: 'None', description: 'A public client, with PKCE' },
            ]}
            description="Automatic tries Basic, then the body, and remembers which worked."
          />
        </div>
        <PromptField />
      </FormSection>
      <FormSection title="Where it comes back">
        <UrlField
          name="defaultRedirectUrl"
          label="Default redirect URL"
          placeholder="https://app.example.com/connected"
          description="The browser goes there at the end, unless the connect names another address. Empty: a page of Patchbay that closes its window."
        />
        <TextField<AppValues>
          name="callbackDomain"
          label="Callback domain"
          optional
          autoComplete="off"
          spellCheck={false}
          placeholder="connect.example.com"
          inputClassName="font-mono text-xs"
          description="A host of yours that leads to this Patchbay by https, for the callback URL. Empty: Patchbay’s own address."
        />
      </FormSection>
    </>
  )
}
