'use client'

import { ChevronRight, Plus } from 'lucide-react'
import { useState } from 'react'
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form'
import { Editable } from '@/components/form/editable'
import { SecretField } from '@/components/form/secret-field'
import { SelectField } from '@/components/form/select-field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { httpAuthenticationLabels, httpAuthenticationMethods } from '@/lib/connectors/http/schema'
import { HeadFields, TimeoutField } from '../common-fields'
import type { ConnectorFieldsProps } from '../connector-form'
import { certificatesIgnored } from '../server-notes'
import { ConnectionFields } from './connection/connection-fields'
import { type ConnectorValues, movesHost, weakensTls } from './connector-values'
import { HeaderRow } from './header-row'
import { HeaderValue } from './header-value'
import { NetworkFields } from './network/network-fields'
import { OauthFields } from './oauth/oauth-fields'
import { RetryFields } from './retry/retry-fields'
import { SigningFields } from './signing/signing-fields'

const methods = httpAuthenticationMethods.map((value) => ({ value, label: httpAuthenticationLabels[value] }))

/** The settings of a Generic HTTP connector. */
export function ConnectorFields({ stored, before }: ConnectorFieldsProps) {
  const known = before?.type === 'http' ? before : null
  const storedBaseUrl = known?.baseUrl ?? null
  const baseUrl = useWatch<ConnectorValues, 'baseUrl'>({ name: 'baseUrl' })
  const insecure = useWatch<ConnectorValues, 'insecure'>({ name: 'insecure' })
  const weakened = weakensTls(known?.insecure, insecure, baseUrl) ? certificatesIgnored : null
  const keptNote = movesHost(storedBaseUrl, baseUrl)
    ? 'The base URL now leads to another host. Replace the stored value: it is never sent there unasked.'
    : weakened
  return (
    <>
      <Editable>
        <HeadFields isNew={storedBaseUrl === null} placeholder="Acme CRM" />
        <TextField<ConnectorValues>
          name="baseUrl"
          label="Base URL"
          required
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://api.example.com/v1"
          inputClassName="font-mono text-xs"
          description="Steps add their endpoint below it. No dynamic value can leave it."
        />
        <AuthenticationFields stored={stored} keptNote={keptNote} />
        <HeaderRows />
        <SwitchField<ConnectorValues>
          name="includeHeadersInContext"
          label="Include response headers in context"
          description={
            <>
              Off: the keys of a JSON body lie right below the context key. On: the body is under{' '}
              <code className="font-mono">body</code>, the headers under <code className="font-mono">headers</code>.
            </>
          }
        />
      </Editable>
      <NetworkFields />
      <SigningFields stored={stored} keptNote={keptNote} />
      <AdvancedFields />
    </>
  )
}

function AuthenticationFields({ stored, keptNote }: { stored: readonly string[]; keptNote: string | null }) {
  const method = useWatch<ConnectorValues, 'authentication.method'>({ name: 'authentication.method' })
  const isStored = (path: string) => stored.includes(path)
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField<ConnectorValues>
        name="authentication.method"
        label="Authentication Type"
        options={methods}
        className="sm:col-span-2 sm:max-w-64"
      />
      {method === 'bearerToken' ? (
        <SecretField<ConnectorValues>
          name="authentication.bearerToken"
          label="Token"
          required
          stored={isStored('authentication.bearerToken')}
          keptNote={keptNote}
          className="sm:col-span-2"
          description="Sent as Authorization: Bearer. It is sealed when you save and never shown again."
        />
      ) : null}
      {method === 'apiKey' ? (
        <>
          <TextField<ConnectorValues>
            name="authentication.apiKey.key"
            label="Header name"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="X-API-Key"
          />
          <SecretField<ConnectorValues>
            name="authentication.apiKey.token"
            label="Key value"
            required
            stored={isStored('authentication.apiKey.token')}
            keptNote={keptNote}
            description="Sealed when you save and never shown again."
          />
        </>
      ) : null}
      {method === 'basic' ? (
        <>
          <TextField<ConnectorValues>
            name="authentication.basic.username"
            label="User name"
            required
            autoComplete="off"
            spellCheck={false}
          />
          <SecretField<ConnectorValues>
            name="authentication.basic.password"
            label="Password"
            stored={isStored('authentication.basic.password')}
            keptNote={keptNote}
            description="Sealed when you save and never shown again."
          />
        </>
      ) : null}
      {method === 'oauth2ClientCredentials' ? (
        <OauthFields stored={isStored('authentication.oauth2ClientCredentials.clientSecret')} keptNote={keptNote} />
      ) : null}
      {method === 'connection' ? <ConnectionFields /> : null}
    </div>
  )
}

function HeaderRows() {
  const { fields, append, remove } = useFieldArray<ConnectorValues, 'headers'>({ name: 'headers' })
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">
        Headers <span className="ml-0.5 font-normal text-subtle">optional</span>
      </legend>
      {fields.map((row, index) => (
        <HeaderRow
          key={row.id}
          removeLabel={`Remove header ${index + 1}`}
          onRemove={() => remove(index)}
          name={
            <TextField<ConnectorValues>
              name={`headers.${index}.key`}
              label={`Name of header ${index + 1}`}
              hideLabel
              autoComplete="off"
              spellCheck={false}
              placeholder="X-Request-Id"
              inputClassName="font-mono text-xs"
            />
          }
          value={<HeaderValue index={index} />}
        />
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="sm" onClick={() => append({ key: '', value: '' })}>
          <Plus aria-hidden /> Add header
        </Button>
        <p className="text-subtle text-xs">
          Sent with every request. Values may hold <code className="font-mono">{'{{path}}'}</code>; put secrets into the
          authentication.
        </p>
      </div>
    </fieldset>
  )
}

function AdvancedFields() {
  const { formState, getValues } = useFormContext<ConnectorValues>()
  const { timeoutSeconds, maxResponseKb, retry } = formState.errors
  const [opened, setOpened] = useState(() => getValues('retry.on'))
  // A message must not hide in a closed part.
  const open = opened || Boolean(timeoutSeconds ?? maxResponseKb ?? retry)
  return (
    <div className="border-line border-t pt-3">
      <Button
        variant="ghost"
        size="sm"
        className="-ml-2"
        aria-expanded={open}
        aria-controls="connector-advanced"
        onClick={() => setOpened(!open)}
      >
        <ChevronRight aria-hidden className={cn('transition-transform', open && 'rotate-90')} /> Advanced
      </Button>
      <div id="connector-advanced" hidden={!open} className="mt-3 grid gap-5">
        <Editable>
          <div className="grid gap-4 sm:grid-cols-2">
            <TimeoutField />
            <TextField<ConnectorValues>
              name="maxResponseKb"
              label="Response size limit, KB"
              required
              type="number"
              inputMode="numeric"
              description="A larger answer is a Connector Execution error."
            />
          </div>
          <RetryFields />
        </Editable>
      </div>
    </div>
  )
}
