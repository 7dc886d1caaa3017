'use client'

import { useFormContext, useWatch } from 'react-hook-form'
import { Editable } from '@/components/form/editable'
import { SecretField } from '@/components/form/secret-field'
import { SelectField } from '@/components/form/select-field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { Callout } from '@/components/ui/callout'
import { defaultSmtpPorts } from '@/lib/connectors/smtp/schema'
import { HeadFields, ServerFields, TimeoutField } from '../common-fields'
import type { ConnectorFieldsProps } from '../connector-form'
import { serverMoves } from '../server-notes'
import { movesSmtpServer, type SmtpValues } from './smtp-values'

const modes = [
  { value: 'starttls', label: 'STARTTLS', description: 'Usually port 587; sends nothing before' },
  { value: 'implicit', label: 'Implicit TLS', description: 'Usually port 465' },
  { value: 'none', label: 'None', description: 'Only on a network of your own' },
]

/** The settings of a SMTP connector. */
export function SmtpFields({ stored, before }: ConnectorFieldsProps) {
  const { control } = useFormContext<SmtpValues>()
  const [host, port, tls, insecure] = useWatch({ control, name: ['host', 'port', 'tls', 'insecure'] })
  const known = before?.type === 'smtp' ? before : null
  return (
    <Editable>
      <HeadFields isNew={known === null} placeholder="Mail server" />
      <ServerFields placeholder="smtp.example.com" usualPort={defaultSmtpPorts[tls]} />
      <SelectField<SmtpValues> name="tls" label="TLS" options={modes} className="max-w-72" />
      {tls === 'none' ? (
        <Callout tone="warning">Mails and the password travel in the open: whoever is on the way reads them.</Callout>
      ) : (
        <SwitchField<SmtpValues>
          name="insecure"
          label="Trust any certificate"
          description="Turns the check of the server's certificate off: whoever is on the way can read and change everything."
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField<SmtpValues> name="sender.name" label="Sender name" optional autoComplete="off" placeholder="Acme" />
        <TextField<SmtpValues>
          name="sender.address"
          label="Sender address"
          required
          autoComplete="off"
          spellCheck={false}
          placeholder="hello@example.com"
        />
        <TextField<SmtpValues>
          name="username"
          label="User name"
          optional
          autoComplete="off"
          spellCheck={false}
          description="Empty: it does not sign in."
        />
        <SecretField<SmtpValues>
          name="password"
          label="Password"
          optional
          stored={stored.includes('password')}
          keptNote={movesSmtpServer(known, { host, port, tls, insecure }) ? serverMoves : null}
          description="Sealed when you save and never shown again."
        />
      </div>
      <TimeoutField className="max-w-64" />
    </Editable>
  )
}
