import { z } from 'zod'
import { stepIdSchema } from '../steps/fields'
import { stepSchema } from '../steps/schemas'

export const COPIED_STEPS_FORMAT = 'patchbay/steps@1'
export const MOST_COPIED_STEPS = 500

/** Steps as they lie on the clipboard, to be pasted into a flow. */
export const copiedStepsSchema = z.object({
  format: z.literal(COPIED_STEPS_FORMAT),
  steps: z.record(stepIdSchema, stepSchema).refine((steps) => Object.keys(steps).length <= MOST_COPIED_STEPS),
  layout: z.record(z.string(), z.tuple([z.number(), z.number()])),
})
export type CopiedSteps = z.infer<typeof copiedStepsSchema>
