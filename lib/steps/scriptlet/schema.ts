import { z } from 'zod'
import { errorHandlingSchema } from '../error-handling'
import { stepFields } from '../fields'
import { typedValueSchema } from '../typed-values'

export const LONGEST_CODE = 50_000

export const scriptletStepSchema = z.strictObject({
  kind: z.literal('scriptlet'),
  ...stepFields,
  /** The body of an async function of `args` and `form`; what it returns is the result. */
  code: z.string().max(LONGEST_CODE, 'Use at most 50,000 characters.'),
  /** What the script reads as `args.<key>`. */
  arguments: z.array(typedValueSchema).max(50),
  /** The result lies at `scripts.<contextKey>`. */
  contextKey: z.string().max(60),
  errorHandling: z.strictObject({ scriptExecution: errorHandlingSchema }),
})

export type ScriptletStep = z.infer<typeof scriptletStepSchema>
