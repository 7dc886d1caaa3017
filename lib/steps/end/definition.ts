import { z } from 'zod'
import { jsonTemplates, type StepDefinition } from '../definition'
import { keyName, publishableName } from '../fields'
import { publishableTypedValue, refuseRepeatedKeys } from '../typed-values'
import { type EndStep, endStepSchema } from './schema'

export const endDefinition: StepDefinition<EndStep> = {
  label: 'End',
  description: 'Ends the execution with outputs, as a success or a failure.',
  create: () => ({ kind: 'end', name: 'End', next: {}, result: 'success', outputs: [], returnTokenWithoutUser: false }),
  ports: () => [],
  publishableSchema: endStepSchema.extend({
    name: publishableName,
    outputs: z.array(publishableTypedValue(keyName)).superRefine(refuseRepeatedKeys),
  }),
  templates: (step) =>
    step.outputs.flatMap((output, index) => jsonTemplates(output.value, ['outputs', index, 'value'])),
  writes: () => [],
}
