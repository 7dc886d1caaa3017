import { z } from 'zod'
import { jsonTemplates, type StepDefinition } from '../definition'
import { errorPorts, errorTemplates, publishableErrorHandling } from '../error-handling'
import { keyName, publishableName } from '../fields'
import { publishableTypedValue, refuseRepeatedKeys } from '../typed-values'
import { exitSchema, type SubflowStep, subflowStepSchema } from './schema'

/** The events that a run of another flow can come to. */
export const subflowEvents = ['subflowExecution'] as const

export const subflowDefinition: StepDefinition<SubflowStep> = {
  label: 'Subflow',
  description: 'Runs another flow of the project and goes on by the end that it reaches.',
  create: () => ({
    kind: 'subflow',
    name: 'Subflow',
    next: {},
    flow: '',
    inputs: [],
    exits: [],
    contextKey: 'subflow',
    errorHandling: { subflowExecution: { mode: 'custom' } },
  }),
  ports: (step) => [
    ...step.exits.map(({ id, name, result }) => ({ id, label: name || 'End', error: result === 'failure' })),
    ...errorPorts(step.errorHandling, subflowEvents),
  ],
  publishableSchema: subflowStepSchema.extend({
    name: publishableName,
    flow: z.string().min(1, 'Choose the flow to run.').max(60),
    inputs: z
      .array(publishableTypedValue(keyName))
      .max(50, 'Give a subflow at most 50 inputs.')
      .superRefine(refuseRepeatedKeys),
    exits: z.array(exitSchema.refine(({ id }) => id !== 'subflowExecution', 'Give this End step another id.')).max(100),
    contextKey: keyName,
    errorHandling: z.strictObject({ subflowExecution: publishableErrorHandling }),
  }),
  templates: (step) => [
    ...step.inputs.flatMap(({ value }, index) => jsonTemplates(value, ['inputs', index, 'value'])),
    ...errorTemplates(step.errorHandling, subflowEvents),
  ],
  writes: (step) => (step.contextKey === '' ? [] : [{ path: `subflows.${step.contextKey}`, open: true }]),
}
