import { z } from 'zod'
import { errorHandlingSchema } from '../error-handling'
import { stepFields, stepIdSchema } from '../fields'
import { typedValueSchema } from '../typed-values'

/** An End step of the flow that is run: a port of the step that runs it. */
export const exitSchema = z.strictObject({
  id: stepIdSchema,
  name: z.string().max(100),
  result: z.enum(['success', 'failure']),
})
export type Exit = z.infer<typeof exitSchema>

export const subflowStepSchema = z.strictObject({
  kind: z.literal('subflow'),
  ...stepFields,
  /** The flow's id. Empty in a draft that has not chosen yet. */
  flow: z.string().max(60),
  /** What the flow reads as `subflowInput.<key>`. */
  inputs: z.array(typedValueSchema).max(50),
  /** As they were when the flow was looked at last; the checks tell when it has others. */
  exits: z.array(exitSchema).max(100),
  /** The outputs lie at `subflows.<contextKey>`. */
  contextKey: z.string().max(60),
  errorHandling: z.strictObject({ subflowExecution: errorHandlingSchema }),
})

export type SubflowStep = z.infer<typeof subflowStepSchema>
