import { z } from 'zod'
import { jsonSchema } from '../../language/json'
import { stepFields } from '../fields'

export const outputTypes = ['string', 'number', 'boolean', 'json'] as const

export const endStepSchema = z.strictObject({
  kind: z.literal('end'),
  ...stepFields,
  result: z.enum(['success', 'failure']),
  outputs: z.array(z.strictObject({ key: z.string().max(60), type: z.enum(outputTypes), value: jsonSchema })).max(100),
  /** Takes effect with sessions: issue the tokens although no user was authenticated. */
  returnTokenWithoutUser: z.boolean(),
})
export type EndStep = z.infer<typeof endStepSchema>
export type EndOutput = EndStep['outputs'][number]
