import { useWatch } from 'react-hook-form'
import { listCallPlaceholders } from '@/lib/connectors/http/placeholders'
import type { ConnectorDefinition } from '@/lib/connectors/schemas'
import type { ConnectorForm } from '../connector-form'
import { ConnectorFields } from './connector-fields'
import {
  type ConnectorValues,
  connectorValuesSchema,
  movesFlows,
  toAuthentication,
  toConnectorValues,
  toHttpInput,
} from './connector-values'
import { HttpTestFields } from './test-fields'
import { type HttpTestInputs, httpTestSchema, initialHttpTest, toHttpCall } from './test-inputs'

/** The form of a Generic HTTP connector. */
export const httpForm: ConnectorForm<ConnectorValues, HttpTestInputs> = {
  schema: connectorValuesSchema,
  toValues: (definition) => toConnectorValues(asHttp(definition)),
  toInput: toHttpInput,
  movesFlows: (before, values) => {
    const http = asHttp(before)
    return http !== null && movesFlows(http, values)
  },
  fieldNames: { maxResponseBytes: 'maxResponseKb' },
  Fields: ConnectorFields,
  test: {
    description: 'Sends a request through the same code that flows use.',
    initial: initialHttpTest,
    schema: httpTestSchema,
    toCall: toHttpCall,
    usePaths: (form, inputs) => {
      const [headers, authentication] = useWatch({ control: form.control, name: ['headers', 'authentication'] })
      return listCallPlaceholders(
        { headers, authentication: toAuthentication(authentication) },
        toHttpCall(inputs).call,
      )
    },
    Fields: HttpTestFields,
  },
}

function asHttp(definition: ConnectorDefinition | null) {
  return definition?.type === 'http' ? definition : null
}
