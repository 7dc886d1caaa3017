'use client'

import { useFormContext, useWatch } from 'react-hook-form'
import { Editable } from '@/components/form/editable'
import { SecretField } from '@/components/form/secret-field'
import { SelectField } from '@/components/form/select-field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { Callout } from '@/components/ui/callout'
import { defaultSqlPorts, sqlEngineLabels, sqlEngines } from '@/lib/connectors/sql/schema'
import { HeadFields, ServerFields, TimeoutField } from '../common-fields'
import type { ConnectorFieldsProps } from '../connector-form'
import { serverMoves } from '../server-notes'
import { movesSqlServer, type SqlValues } from './sql-values'

const engines = sqlEngines.map((value) => ({ value, label: sqlEngineLabels[value] }))
const modes = [
  { value: 'verify', label: 'On', description: 'The certificate is checked' },
  { value: 'insecure', label: 'On, trust any certificate', description: 'Whoever stands between can read and answer' },
  { value: 'off', label: 'Off', description: 'Only on a network of your own' },
]

/** The settings of a SQL connector. */
export function SqlFields({ stored, before }: ConnectorFieldsProps) {
  const { control } = useFormContext<SqlValues>()
  const [engine, host, port, tls, readOnly] = useWatch({ control, name: ['engine', 'host', 'port', 'tls', 'readOnly'] })
  const known = before?.type === 'sql' ? before : null
  return (
    <Editable>
      <HeadFields isNew={known === null} placeholder="Customer database" />
      <SelectField<SqlValues> name="engine" label="Engine" options={engines} className="max-w-64" />
      <ServerFields placeholder="db.example.com" usualPort={defaultSqlPorts[engine]} />
      <TextField<SqlValues> name="database" label="Database" required autoComplete="off" spellCheck={false} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField<SqlValues> name="username" label="User name" required autoComplete="off" spellCheck={false} />
        <SecretField<SqlValues>
          name="password"
          label="Password"
          optional
          stored={stored.includes('password')}
          keptNote={movesSqlServer(known, { engine, host, port, tls }) ? serverMoves : null}
          description="Sealed when you save and never shown again."
        />
      </div>
      <SelectField<SqlValues> name="tls" label="TLS" options={modes} className="max-w-72" />
      <SwitchField<SqlValues>
        name="readOnly"
        label="Read-only"
        description="Only statements that read are sent (SELECT, WITH, SHOW, EXPLAIN …), in a read-only transaction. A function that a query calls may still have effects: give the database user no right but to read."
      />
      {readOnly ? null : <Callout tone="warning">Flows can change and delete data with this connector.</Callout>}
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField<SqlValues>
          name="rowLimit"
          label="Row limit"
          required
          type="number"
          inputMode="numeric"
          description="Rows beyond are left out, with a warning. 1 to 10,000."
        />
        <TimeoutField />
        <TextField<SqlValues>
          name="maxResponseKb"
          label="Size limit, KB"
          required
          type="number"
          inputMode="numeric"
          description="A larger answer is an error."
        />
      </div>
    </Editable>
  )
}
