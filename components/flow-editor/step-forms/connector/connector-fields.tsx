'use client'

import { type ComponentType, Fragment } from 'react'
import { type Control, useController } from 'react-hook-form'
import { eventsOf } from '@/lib/steps/connector/definition'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import {
  type ConnectorStepTypeName,
  connectorStepTypes,
  isStepType,
  typeOfAction,
} from '@/lib/steps/connector/types/registry'
import { PlainField } from '../../fields/plain-field'
import { useEditor } from '../../store/context'
import { contextKeyError } from '../context-key'
import { ErrorHandlingFields } from '../error-handling'
import { FormSection } from '../form-section'
import { KeyedNameField } from '../keyed-name-field'
import { useFieldSlot } from '../step-form-context'
import { AsyncField } from './async-field'
import { ConnectorPicker } from './connector-picker'
import { HttpFields } from './http-fields'
import { SmtpFields } from './smtp-fields'
import { SqlFields } from './sql-fields'
import type { CallFieldsProps } from './types'
import { useChangeType } from './use-change-type'

/** The registry of what a step asks of each type of connector. */
const callFields: Readonly<Record<ConnectorStepTypeName, ComponentType<CallFieldsProps>>> = {
  http: HttpFields,
  sql: SqlFields,
  smtp: SmtpFields,
}

export interface ConnectorFieldsProps {
  stepId: string
  control: Control<ConnectorStep>
  commit: (name: string) => void
}

export function ConnectorFields({ stepId, control, commit }: ConnectorFieldsProps) {
  const slot = useFieldSlot()
  const name = useController({ control, name: 'name' }).field
  const connector = useController({ control, name: 'connector' }).field
  const action = useController({ control, name: 'action' }).field
  const async = useController({ control, name: 'async' }).field
  const changeType = useChangeType(control)
  const contextKey = useController({ control, name: 'contextKey' }).field
  const errorHandling = useController({ control, name: 'errorHandling' }).field
  const connectors = useEditor((state) => state.connectors)
  const chosen = connectors.find((one) => one.id === connector.value)
  const type = typeOfAction(action.value)
  const CallFields = callFields[type]
  const keyError = useEditor((state) => contextKeyError(state.document, stepId, contextKey.value))
  const keySlot = slot(['contextKey'], contextKey.value)

  // A key that keeps the flow from being published is shown even when an asynchronous call does not use it.
  const answerError = keySlot.error ?? keyError

  return (
    <>
      <KeyedNameField
        stepId={stepId}
        step={{ kind: 'connector', name: name.value, contextKey: contextKey.value }}
        onChange={(member, value) => (member === 'name' ? name : contextKey).onChange(value)}
      />
      <ConnectorPicker
        value={connector.value}
        onChange={(id) => {
          connector.onChange(id)
          const next = connectors.find((one) => one.id === id)?.type
          if (next !== undefined && isStepType(next) && next !== type) changeType(next)
          commit('Choose connector')
        }}
        {...slot(['connector'], connector.value)}
      />
      <CallFields control={control} commit={commit} chosen={chosen} />
      <AsyncField
        value={async.value}
        onChange={(next) => {
          async.onChange(next)
          commit(next ? 'Run asynchronously' : 'Wait for the answer')
        }}
      />
      {async.value && !answerError ? null : (
        <FormSection title="Answer">
          <PlainField
            label="Context key"
            mono
            maxLength={60}
            value={contextKey.value}
            onChange={contextKey.onChange}
            fieldPath={keySlot.fieldPath}
            error={answerError}
            description={
              <>
                Later steps read the answer as{' '}
                <code className="break-all font-mono">{`{{connectors.${contextKey.value || 'key'}.…}}`}</code>, with{' '}
                <Results names={connectorStepTypes[type].results} />.
              </>
            }
          />
        </FormSection>
      )}
      {async.value ? null : (
        <ErrorHandlingFields
          events={eventsOf({ action: action.value })}
          value={errorHandling.value}
          onChange={(next, entry) => {
            errorHandling.onChange(next)
            if (entry) commit(entry)
          }}
        />
      )}
    </>
  )
}

function Results({ names }: { names: readonly string[] }) {
  return names.map((name, index) => (
    <Fragment key={name}>
      {index === 0 ? '' : index === names.length - 1 ? ' and ' : ', '}
      <code className="font-mono">.{name}</code>
    </Fragment>
  ))
}
