import { z } from 'zod'
import { stepFields } from '../fields'
import { typedValueSchema } from '../typed-values'

export const endStepSchema = z.strictObject({
  kind: z.literal('end'),
  ...stepFields,
  result: z.enum(['success', 'failure']),
  outputs: z.array(typedValueSchema).max(100),
  /** Takes effect with sessions: issue the tokens although no user was authenticated. */
  returnTokenWithoutUser: z.boolean(),
})
export type EndStep = z.infer<typeof endStepSchema>
