'use client'

import { Plus } from 'lucide-react'
import { useFieldArray, useFormState, useWatch } from 'react-hook-form'
import { SecretField } from '@/components/form/secret-field'
import { SelectField } from '@/components/form/select-field'
import { TextField } from '@/components/form/text-field'
import { Button } from '@/components/ui/button'
import { certificatesIgnored } from '../../server-notes'
import { type ConnectorValues, movesHost, weakensTls } from '../connector-values'
import { HeaderRow } from '../header-row'

const OAUTH = 'authentication.oauth2ClientCredentials'
const HEADERS = `${OAUTH}.tokenRequestHeaders` as const

const placements = [
  { value: 'header', label: 'Header (HTTP Basic)' },
  { value: 'body', label: 'Body' },
]

interface OauthFieldsProps {
  /** The server has a client secret. */
  stored: boolean
  /** Said when the base URL leads to another host, or over weaker TLS; null while it does not. */
  keptNote: string | null
}

/** The settings of OAuth 2.0 client credentials. */
export function OauthFields({ stored, keptNote }: OauthFieldsProps) {
  const { defaultValues } = useFormState<ConnectorValues>()
  const storedAuthUrl = (stored && defaultValues?.authentication?.oauth2ClientCredentials?.authUrl) || null
  const authUrl = useWatch<ConnectorValues, `${typeof OAUTH}.authUrl`>({ name: `${OAUTH}.authUrl` })
  const insecure = useWatch<ConnectorValues, 'insecure'>({ name: 'insecure' })
  const weakened = weakensTls(defaultValues?.insecure, insecure, authUrl) ? certificatesIgnored : null
  const note = movesHost(storedAuthUrl, authUrl)
    ? 'The token URL now leads to another host. Replace the stored value: it is never sent there unasked.'
    : (keptNote ?? weakened)
  return (
    <>
      <TextField<ConnectorValues>
        name={`${OAUTH}.authUrl`}
        label="Token URL"
        required
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://auth.example.com/oauth2/token"
        inputClassName="font-mono text-xs"
        className="sm:col-span-2"
        description="Where Patchbay fetches an access token. All flows share one, and a minute before it expires the next call fetches another."
      />
      <TextField<ConnectorValues>
        name={`${OAUTH}.clientId`}
        label="Client ID"
        required
        autoComplete="off"
        spellCheck={false}
      />
      <SecretField<ConnectorValues>
        name={`${OAUTH}.clientSecret`}
        label="Client secret"
        required
        stored={stored}
        keptNote={note}
        description="Sealed when you save and never shown again."
      />
      <TextField<ConnectorValues>
        name={`${OAUTH}.scopes`}
        label="Scopes"
        optional
        autoComplete="off"
        spellCheck={false}
        placeholder="customers.read orders.read"
        inputClassName="font-mono text-xs"
        description="Separated by spaces."
      />
      <SelectField<ConnectorValues>
        name={`${OAUTH}.authStyle`}
        label="Send client ID and secret in"
        options={placements}
        description="Header is the standard. Choose Body when the token endpoint asks for it."
      />
      <TokenRequestHeaders />
    </>
  )
}

function TokenRequestHeaders() {
  const { fields, append, remove } = useFieldArray<ConnectorValues, typeof HEADERS>({ name: HEADERS })
  return (
    <fieldset className="grid gap-2 sm:col-span-2">
      <legend className="mb-1.5 font-medium text-sm">
        Headers of the token request <span className="ml-0.5 font-normal text-subtle">optional</span>
      </legend>
      {fields.map((row, index) => (
        <HeaderRow
          key={row.id}
          removeLabel={`Remove token request header ${index + 1}`}
          onRemove={() => remove(index)}
          name={
            <TextField<ConnectorValues>
              name={`${HEADERS}.${index}.key`}
              label={`Name of token request header ${index + 1}`}
              hideLabel
              autoComplete="off"
              spellCheck={false}
              placeholder="X-Tenant"
              inputClassName="font-mono text-xs"
            />
          }
          value={
            <TextField<ConnectorValues>
              name={`${HEADERS}.${index}.value`}
              label={`Value of token request header ${index + 1}`}
              hideLabel
              autoComplete="off"
              spellCheck={false}
              inputClassName="font-mono text-xs"
            />
          }
        />
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="sm" onClick={() => append({ key: '', value: '' })}>
          <Plus aria-hidden /> Add token request header
        </Button>
        <p className="text-subtle text-xs">Sent to the token URL alone. They take no dynamic values.</p>
      </div>
    </fieldset>
  )
}
