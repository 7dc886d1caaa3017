import { z } from 'zod'
import { type HttpVerb, httpVerbs } from '@/lib/steps/connector/types/http'
import { repetitionOf } from '@/lib/steps/connector/types/registry'

export const DEFAULT_RETRY_ATTEMPTS = 3
export const MAX_RETRY_ATTEMPTS = 10
/** Answers that say "later": too many requests, and the three of a server or gateway that is not there now. */
export const DEFAULT_RETRY_STATUSES: readonly number[] = [429, 502, 503, 504]
/** The verbs that do twice what they do once. */
export const DEFAULT_RETRY_METHODS: readonly HttpVerb[] = httpVerbs.filter(
  (action) => repetitionOf(action) !== 'unsafe',
)

const attempts = z
  .number('Enter a number of attempts.')
  .int('Use a whole number of attempts.')
  .min(2, 'Use at least 2 attempts: the first and one more. Switch retries off for a single one.')
  .max(MAX_RETRY_ATTEMPTS, `Use at most ${MAX_RETRY_ATTEMPTS} attempts.`)

const statuses = z
  .array(
    z
      .number('Write statuses as numbers, for example 429.')
      .int('Write statuses as whole numbers, for example 429.')
      .min(400, 'Only error statuses, 400 to 599, can be tried again.')
      .max(599, 'Only error statuses, 400 to 599, can be tried again.'),
  )
  .max(50, 'Use at most 50 statuses.')
  .transform((list) => [...new Set(list)].sort((a, b) => a - b))

const methods = z
  .array(z.enum(httpVerbs, `Use the verbs ${httpVerbs.join(', ')}.`))
  .min(1, 'Choose at least one verb, or switch retries off.')
  .transform((list) => httpVerbs.filter((action) => list.includes(action)))

/** When a request that failed is sent once more. Null: never. */
export const retrySchema = z
  .strictObject({
    /** How often a request is sent at most, the first time included. */
    attempts: attempts.default(DEFAULT_RETRY_ATTEMPTS),
    /** Besides these, a connection that fails before there is an answer. */
    statuses: statuses.default([...DEFAULT_RETRY_STATUSES]),
    /** POST and PATCH only when they are named: sent twice they may do their work twice. */
    methods: methods.default([...DEFAULT_RETRY_METHODS]),
  })
  .nullable()
  .default(null)

export type RetryPolicy = NonNullable<z.output<typeof retrySchema>>
