import { z } from 'zod'
import { stepFields } from '../fields'

export const startStepSchema = z.strictObject({
  kind: z.literal('start'),
  ...stepFields,
  name: stepFields.name.optional(),
})
export type StartStep = z.infer<typeof startStepSchema>
