import { z } from 'zod'
import { isJsonObject, type Json, jsonSchema } from '@/lib/language/json'
import { claimsProblem } from '@/lib/language/jwt-claims'
import { templateError } from '@/lib/language/template'
import { signingFields } from '../signing-keys/schema'

const MINUTE = 60
const DAY = 24 * 60 * MINUTE

export const SESSION_LIFETIME_DEFAULT = 10 * MINUTE
export const REFRESH_LIFETIME_DEFAULT = 28 * DAY

/** So much is kept of what a browser says it is. */
export const USER_AGENT_MAX = 400

/** Claims that are added to a JWT, by name. */
export const claimsSchema = z
  .record(z.string(), jsonSchema, 'Give a JSON object: {"name": value}.')
  .superRefine((claims, context) => {
    const problem = claimsProblem(claims)
    if (problem) context.addIssue({ code: 'custom', message: problem.message })
  })

/** The same as a person types it: a JSON object; empty text is none. */
export const claimsTextSchema = z
  .string()
  .max(20_000, 'Use at most 20000 characters.')
  .transform((text, context) => {
    if (text.trim() === '') return {}
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'This is not valid JSON, for example {"plan": "{{user.plan}}"}.' })
      return z.NEVER
    }
  })
  .pipe(claimsSchema)

/** How long a user's tokens live, and what every one of them carries. */
export const sessionFields = {
  sessionLifetimeSeconds: z
    .number('Enter a number of seconds.')
    .int('Enter a whole number.')
    .min(MINUTE, 'Use at least 60 seconds.')
    .max(DAY, 'Use at most 86400 seconds: a day.')
    .default(SESSION_LIFETIME_DEFAULT),
  refreshLifetimeSeconds: z
    .number('Enter a number of seconds.')
    .int('Enter a whole number.')
    .min(5 * MINUTE, 'Use at least 300 seconds.')
    .max(365 * DAY, 'Use at most 31536000 seconds: a year.')
    .default(REFRESH_LIFETIME_DEFAULT),
  /** Where an application and this API share the refresh cookie; empty: each has its own. */
  cookieDomain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253, 'Use at most 253 characters.')
    .regex(/^$|^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'Give a domain without scheme and dot before it, for example example.com.')
    .default(''),
  /** Claims that every session JWT carries besides its own. Checked when saved: a name that is reserved since is left out. */
  jwtClaims: z.record(z.string(), jsonSchema).default({}),
  /** The `scope` claim: names with a space between. */
  scope: z.string().trim().max(1_000, 'Use at most 1000 characters.').default(''),
}

/** What the Settings page saves of sessions and signing keys, as a person types it. */
export const tokenFormSchema = z.object({
  sessionLifetimeSeconds: sessionFields.sessionLifetimeSeconds.unwrap(),
  refreshLifetimeSeconds: sessionFields.refreshLifetimeSeconds.unwrap(),
  cookieDomain: sessionFields.cookieDomain.unwrap(),
  scope: sessionFields.scope.unwrap().superRefine((text, context) => {
    const error = templateError(text)
    if (error) context.addIssue({ code: 'custom', message: error })
  }),
  jwtClaims: claimsTextSchema.superRefine((claims, context) => {
    const error = listTexts(claims).map(templateError).find(Boolean)
    if (error) context.addIssue({ code: 'custom', message: error })
  }),
  signingAlgorithm: signingFields.signingAlgorithm.unwrap(),
  signingRotationDays: signingFields.signingRotationDays.unwrap(),
})

export const updateTokensSchema = tokenFormSchema.extend({ projectId: z.string().min(1) })

function listTexts(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(listTexts)
  return isJsonObject(value) ? Object.values(value).flatMap(listTexts) : []
}
