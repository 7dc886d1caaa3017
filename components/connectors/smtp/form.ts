import type { ConnectorDefinition } from '@/lib/connectors/schemas'
import type { ConnectorForm } from '../connector-form'
import { SmtpFields } from './smtp-fields'
import {
  initialSmtpTest,
  listSmtpPaths,
  SmtpTestFields,
  type SmtpTestInputs,
  smtpTestSchema,
  toSmtpCall,
} from './smtp-test'
import { movesSmtpFlows, type SmtpValues, smtpValuesSchema, toSmtpInput, toSmtpValues } from './smtp-values'

/** The form of a SMTP connector. */
export const smtpForm: ConnectorForm<SmtpValues, SmtpTestInputs> = {
  schema: smtpValuesSchema,
  toValues: (definition) => toSmtpValues(asSmtp(definition)),
  toInput: toSmtpInput,
  movesFlows: (before, values) => {
    const smtp = asSmtp(before)
    return smtp !== null && movesSmtpFlows(smtp, values)
  },
  Fields: SmtpFields,
  test: {
    description: 'Sends a real mail through the same code that flows use.',
    initial: initialSmtpTest,
    schema: smtpTestSchema,
    toCall: toSmtpCall,
    usePaths: (_form, inputs) => listSmtpPaths(inputs),
    Fields: SmtpTestFields,
  },
}

function asSmtp(definition: ConnectorDefinition | null) {
  return definition?.type === 'smtp' ? definition : null
}
