import { z } from 'zod'
import { jsonTemplates } from '../../definition'
import { keyName } from '../../fields'
import { compileTypedValue, publishableTypedValue, refuseRepeatedKeys, typedValueSchema } from '../../typed-values'
import type { ActionType } from './type'

const severities = ['info', 'warn', 'error'] as const

export const generateAuditEventSettings = z.strictObject({
  /** `noun.verb`: what happened. */
  action: z.string().max(100),
  severity: z.enum(severities),
  data: z.array(typedValueSchema).max(50),
})
export type GenerateAuditEventSettings = z.infer<typeof generateAuditEventSettings>

const ACTION = /^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/

export const generateAuditEventAction: ActionType<GenerateAuditEventSettings> = {
  label: 'Generate Audit Event',
  description: 'Writes a line of your own into the audit log.',
  group: 'Values',
  create: () => ({ action: '', severity: 'info', data: [] }),
  publishableSchema: z.strictObject({
    action: z
      .string()
      .max(100, 'Use at most 100 characters.')
      .regex(ACTION, 'Name what happened with letters, digits and dots, for example order.approve.'),
    severity: z.enum(severities),
    data: z.array(publishableTypedValue(keyName)).max(50, 'Use at most 50 values.').superRefine(refuseRepeatedKeys),
  }),
  templates: ({ data }) => data.flatMap(({ value }, index) => jsonTemplates(value, ['data', index, 'value'])),
  writes: () => [],
  settingLabels: { action: 'Action', severity: 'Severity', data: 'Value' },
  summary: ({ action }) => (action === '' ? 'No action yet' : action),
  compile: ({ action, severity, data }) => {
    const values = data.map((row) => [row.key, compileTypedValue(row)] as const)
    return (environment) => {
      const read = Object.fromEntries(values.map(([key, valueIn]) => [key, valueIn(environment)]))
      return {
        type: 'perform',
        inputs: { action, severity, ...(values.length === 0 ? {} : { data: read }) },
        effect: { type: 'auditEvent', action, severity, data: read },
      }
    }
  },
}
