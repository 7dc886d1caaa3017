'use client'

import type { FieldValues } from 'react-hook-form'
import type { ConnectorType } from '@/lib/connectors/schemas'
import { type ConnectorEditorProps, TypedEditor } from './connector-editor'
import type { ConnectorForm } from './connector-form'
import { httpForm } from './http/form'
import { smtpForm } from './smtp/form'
import { sqlForm } from './sql/form'
import type { TestInputs } from './test-inputs'

/** The registry of connector forms. */
const connectorForms = { http: httpForm, sql: sqlForm, smtp: smtpForm }

/** The form of a connector with its test panel, by its type. */
export function ConnectorEditor({ type, ...props }: ConnectorEditorProps & { type: ConnectorType }) {
  const edit = <V extends FieldValues, I extends TestInputs>(kind: ConnectorForm<V, I>) => (
    // Another type is another form: nothing typed into one may reach the other.
    <TypedEditor key={type} kind={kind} {...props} />
  )
  switch (type) {
    case 'http':
      return edit(connectorForms.http)
    case 'sql':
      return edit(connectorForms.sql)
    case 'smtp':
      return edit(connectorForms.smtp)
  }
}
