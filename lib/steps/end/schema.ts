import { z } from 'zod'
import { stepFields } from '../fields'
import { typedValueSchema } from '../typed-values'

export const endStepSchema = z.strictObject({
  kind: z.literal('end'),
  ...stepFields,
  result: z.enum(['success', 'failure']),
  outputs: z.array(typedValueSchema).max(100),
  /** Issues tokens of the loaded user although nobody has signed in. */
  returnTokenWithoutUser: z.boolean(),
})
export type EndStep = z.infer<typeof endStepSchema>
