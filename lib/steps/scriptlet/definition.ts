import { z } from 'zod'
import { jsonTemplates, type StepDefinition } from '../definition'
import { errorTemplates, outcomePorts, publishableErrorHandling } from '../error-handling'
import { keyName, publishableName } from '../fields'
import { publishableTypedValue, refuseRepeatedKeys } from '../typed-values'
import { LONGEST_CODE, type ScriptletStep, scriptletStepSchema } from './schema'

/** The events that a script can come to. */
export const scriptletEvents = ['scriptExecution'] as const

export const scriptletDefinition: StepDefinition<ScriptletStep> = {
  label: 'Scriptlet',
  description: 'Runs JavaScript in a sandbox and keeps what it returns.',
  create: () => ({
    kind: 'scriptlet',
    name: 'Scriptlet',
    next: {},
    code: '// Return what later steps read.\nreturn { upper: args.name.toUpperCase() }\n',
    arguments: [{ key: 'name', type: 'string', value: '' }],
    contextKey: 'scriptlet',
    errorHandling: { scriptExecution: { mode: 'automatic' } },
  }),
  ports: (step) => outcomePorts(step.errorHandling, scriptletEvents),
  publishableSchema: scriptletStepSchema.extend({
    name: publishableName,
    code: z
      .string()
      .max(LONGEST_CODE, 'Use at most 50,000 characters.')
      .refine((code) => code.trim() !== '', 'Write the script. What it returns is its result.'),
    arguments: z
      .array(publishableTypedValue(keyName))
      .max(50, 'Give a script at most 50 arguments.')
      .superRefine(refuseRepeatedKeys),
    contextKey: keyName,
    errorHandling: z.strictObject({ scriptExecution: publishableErrorHandling }),
  }),
  templates: (step) => [
    ...step.arguments.flatMap(({ value }, index) => jsonTemplates(value, ['arguments', index, 'value'])),
    ...errorTemplates(step.errorHandling, scriptletEvents),
  ],
  writes: (step) => (step.contextKey === '' ? [] : [{ path: `scripts.${step.contextKey}`, open: true }]),
}
