'use client'

import { useId } from 'react'
import { useWatch } from 'react-hook-form'
import { SelectField } from '@/components/form/select-field'
import { TextField } from '@/components/form/text-field'
import type { ConnectionSettings } from '@/lib/connectors/http/connection/schema'
import type { ConnectorValues } from '../connector-values'
import { type ConnectionChoice, useConnectionChoices } from './connection-choices'

const CONNECTION = 'authentication.connection'

const levels: { value: ConnectionSettings['level']; label: string }[] = [
  { value: 'user', label: 'The user' },
  { value: 'userTenant', label: 'The user in the tenant' },
  { value: 'tenant', label: 'The tenant' },
]

/** Where the flow must have them from. */
const needs: Record<ConnectionSettings['level'], string> = {
  user: 'Who has signed in; in a management flow, whom Load User loaded.',
  userTenant: 'Who has signed in, in the loaded tenant, which must be one of theirs.',
  tenant: 'The loaded tenant; in a flow for end users, one of who has signed in.',
}

/** The settings of calls with the token that a user or a tenant has connected. */
export function ConnectionFields() {
  const level = useWatch<ConnectorValues, `${typeof CONNECTION}.level`>({ name: `${CONNECTION}.level` })
  const appId = useWatch<ConnectorValues, `${typeof CONNECTION}.appId`>({ name: `${CONNECTION}.appId` })
  const choices = useConnectionChoices()
  const listId = useId()
  return (
    <>
      {/* Completes what is typed, however many there are. */}
      <datalist id={listId}>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      <TextField<ConnectorValues>
        name={`${CONNECTION}.appId`}
        label="Connection"
        required
        autoComplete="off"
        spellCheck={false}
        list={listId}
        placeholder="google-contacts"
        inputClassName="font-mono text-xs"
        description={explainConnection(appId, choices)}
      />
      <SelectField<ConnectorValues>
        name={`${CONNECTION}.level`}
        label="Whose token"
        options={levels}
        description={needs[level]}
      />
      <TextField<ConnectorValues>
        name={`${CONNECTION}.scopes`}
        label="Scopes"
        optional
        autoComplete="off"
        spellCheck={false}
        inputClassName="font-mono text-xs"
        className="sm:col-span-2"
        description="Separated by spaces: the token of exactly these. Without any, the one that was connected last."
      />
      <TextField<ConnectorValues>
        name={`${CONNECTION}.header`}
        label="Header name"
        required
        autoComplete="off"
        spellCheck={false}
      />
      <TextField<ConnectorValues>
        name={`${CONNECTION}.prefix`}
        label="Before the token"
        optional
        autoComplete="off"
        spellCheck={false}
        description="Bearer and a blank, for most APIs; nothing for a plain API key."
      />
    </>
  )
}

/** Which connection is meant; one that is not there yet may be named, and comes later. */
function explainConnection(appId: string, choices: readonly ConnectionChoice[]): string {
  const id = appId.trim()
  if (id === '') return 'The id of the connection whose tokens are sent.'
  const name = choices.find((choice) => choice.id === id)?.name
  return name === undefined
    ? 'The project has no connection with this id: calls fail until it has one.'
    : `Tokens of ${name} are sent.`
}
