import { z } from 'zod'
import { jsonSchema } from '../../language/json'
import { toNumber } from '../../language/operators'
import { listJsonPlaceholders, templateError, toTemplate } from '../../language/template'
import { jsonTemplates, type StepDefinition } from '../definition'
import { keyName, publishableName } from '../fields'
import { type EndOutput, type EndStep, endStepSchema, outputTypes } from './schema'

export const endDefinition: StepDefinition<EndStep> = {
  label: 'End',
  description: 'Ends the execution with outputs, as a success or a failure.',
  create: () => ({ kind: 'end', name: 'End', next: {}, result: 'success', outputs: [], returnTokenWithoutUser: false }),
  ports: () => [],
  publishableSchema: endStepSchema.extend({
    name: publishableName,
    outputs: z
      .array(z.strictObject({ key: keyName, type: z.enum(outputTypes), value: jsonSchema }).superRefine(checkValue))
      .superRefine((outputs, context) => {
        outputs.forEach((output, index) => {
          if (outputs.findIndex((other) => other.key === output.key) < index) {
            context.addIssue({
              code: 'custom',
              path: [index, 'key'],
              message: `"${output.key}" is there twice. Rename one.`,
            })
          }
        })
      }),
  }),
  templates: (step) =>
    step.outputs.flatMap((output, index) => jsonTemplates(output.value, ['outputs', index, 'value'])),
  writes: () => [],
}

function checkValue(output: EndOutput, context: z.RefinementCtx): void {
  const { type, value } = output
  if (typeof value !== 'string') return
  const error = templateError(value)
  if (error) {
    context.addIssue({ code: 'custom', path: ['value'], message: error })
    return
  }
  const dynamic = listJsonPlaceholders(value).length > 0
  if (type === 'json' && !isOnlyPlaceholder(value) && !isJson(value)) {
    context.addIssue({
      code: 'custom',
      path: ['value'],
      message:
        'This is not valid JSON. Texts, keys and dynamic values need double quotes: {"plan": "{{connectors.crm.plan}}"}.',
    })
  } else if (type === 'number' && !dynamic && toNumber(value) === null) {
    context.addIssue({
      code: 'custom',
      path: ['value'],
      message: 'Give a number, or a dynamic value such as {{connectors.crm.count}}.',
    })
  } else if (type === 'boolean' && !dynamic && value !== 'true' && value !== 'false') {
    context.addIssue({ code: 'custom', path: ['value'], message: 'Give true or false, or a dynamic value.' })
  }
}

/** Then the value keeps its type, so it need not stand inside JSON. */
function isOnlyPlaceholder(text: string): boolean {
  const template = toTemplate(text.trim())
  return template.length === 1 && typeof template[0] !== 'string'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
