'use client'

import { type Control, useController } from 'react-hook-form'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { type ConnectorStepTypeName, connectorStepTypes, settingsFor } from '@/lib/steps/connector/types/registry'

/** Turns a step into one that calls another type of connector: its settings are exchanged for that type's first. */
export function useChangeType(control: Control<ConnectorStep>): (type: ConnectorStepTypeName) => void {
  const action = useController({ control, name: 'action' }).field
  const endpoint = useController({ control, name: 'endpoint' }).field
  const payload = useController({ control, name: 'payload' }).field
  const sql = useController({ control, name: 'sql' }).field
  const smtp = useController({ control, name: 'smtp' }).field
  const errorHandling = useController({ control, name: 'errorHandling' }).field
  return (type) => {
    const [first] = connectorStepTypes[type].actions
    const settings = settingsFor(type, first?.id ?? '', errorHandling.value)
    action.onChange(settings.action)
    endpoint.onChange(settings.endpoint)
    payload.onChange(settings.payload)
    sql.onChange(settings.sql)
    smtp.onChange(settings.smtp)
    errorHandling.onChange(settings.errorHandling)
  }
}
