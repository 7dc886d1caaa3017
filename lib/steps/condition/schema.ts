import { z } from 'zod'
import { conditionGroupSchema } from '../../language/condition'
import { stepFields, stepIdSchema } from '../fields'

export const branchSchema = z.strictObject({
  /** The branch's port. */
  id: stepIdSchema,
  name: z.string().max(100),
  when: conditionGroupSchema,
})

export const conditionStepSchema = z.strictObject({
  kind: z.literal('condition'),
  ...stepFields,
  branches: z.array(branchSchema).max(50),
})
export type ConditionStep = z.infer<typeof conditionStepSchema>
export type ConditionBranch = z.infer<typeof branchSchema>
