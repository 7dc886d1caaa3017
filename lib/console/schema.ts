import { z } from 'zod'
import { signInFields } from '@/lib/identity/passwords/schema'
import { sessionFields } from '@/lib/identity/sessions/schema'
import { signingFields } from '@/lib/identity/signing-keys/schema'
import { retentionFields } from '@/lib/retention/schema'
import { themeFields } from '@/lib/theme/schema'
import { ROLES } from './roles'

export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128

export const roleSchema = z.enum(ROLES)
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use at most 254 characters.')
  .pipe(z.email('Enter an e-mail address, for example ana@example.com.'))
export const passwordSchema = z
  .string()
  .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters.`)
  .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters.`)
export const personNameSchema = z.string().trim().min(1, 'Enter your name.').max(80, 'Use at most 80 characters.')
export const projectNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name for the project.')
  .max(60, 'Use at most 60 characters.')

export const STEP_LIMIT_DEFAULT = 1000
export const STEP_LIMIT_MAX = 100_000

const ADDRESSES_MAX = 50

/** `https://app.example.com`: what a browser sends as Origin. */
const originSchema = z
  .string()
  .trim()
  .max(300, 'Use at most 300 characters.')
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text, {
    error: 'Give an origin: scheme, host and port, without a path. For example https://app.example.com.',
  })

/** An address without credentials and fragment; who is sent to it may land at it or below it. */
const redirectUrlSchema = z.string().trim().max(2_000, 'Use at most 2000 characters.').refine(isRedirectUrl, {
  error: 'Give a whole address without user, query and #: for example https://app.example.com/signed-in.',
})

function isRedirectUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash, search } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === '' && hash === '' && search === ''
}

/** Who else's pages may take part: read by hosted pages, the API's CORS and every redirect. */
const originFields = {
  allowedOrigins: z.array(originSchema).max(ADDRESSES_MAX, `Use at most ${ADDRESSES_MAX} origins.`).default([]),
  redirectUrls: z.array(redirectUrlSchema).max(ADDRESSES_MAX, `Use at most ${ADDRESSES_MAX} addresses.`).default([]),
}

const connectFields = {
  /** Before a browser goes to a provider it shows whose account will be tied, and waits for a yes. */
  confirmConnect: z.boolean().default(false),
}

/** What a person typed, one a line: empty lines do not count. */
function linesOf<S extends z.ZodType<string[], string[]>>(schema: S) {
  return z
    .array(z.string())
    .transform((lines) => lines.map((line) => line.trim()).filter((line) => line !== ''))
    .pipe(schema)
}

/** What a project's `settings` column holds. */
export const projectSettingsSchema = z.object({
  /** Steps that one execution may take before it ends as failed. */
  stepLimit: z
    .number('Enter a number.')
    .int('Enter a whole number.')
    .min(1, 'Enter 1 or more.')
    .max(STEP_LIMIT_MAX, 'Enter 100000 or less.')
    .default(STEP_LIMIT_DEFAULT),
  ...originFields,
  ...connectFields,
  ...sessionFields,
  ...signingFields,
  ...signInFields,
  ...retentionFields,
  ...themeFields,
})
export type ProjectSettings = z.output<typeof projectSettingsSchema>

const projectScope = { projectId: z.string().min(1) }
const idSchema = z.string().min(1).max(64)

export const newOperatorSchema = z.object({ name: personNameSchema, email: emailSchema, password: passwordSchema })
export type NewOperator = z.output<typeof newOperatorSchema>

export const linkTokenSchema = z.string().min(1).max(128)
export const completeSetupSchema = newOperatorSchema.extend({ token: linkTokenSchema })
export const acceptInvitationSchema = newOperatorSchema.extend({ token: linkTokenSchema })
export const joinProjectSchema = z.object({ token: linkTokenSchema })
export const completeResetSchema = z.object({ token: linkTokenSchema, password: passwordSchema })

export const createProjectSchema = z.object({ name: projectNameSchema })
export const updateProjectSchema = z.object({
  ...projectScope,
  name: projectNameSchema,
  stepLimit: projectSettingsSchema.shape.stepLimit,
})
export const updateOriginsSchema = z.object({
  ...projectScope,
  allowedOrigins: linesOf(originFields.allowedOrigins.unwrap()),
  redirectUrls: linesOf(originFields.redirectUrls.unwrap()),
})
export const updateConnectSchema = z.object({
  ...projectScope,
  confirmConnect: connectFields.confirmConnect.unwrap(),
})
export const deleteProjectSchema = z.object({ ...projectScope, confirmation: z.string() })

export const createInvitationSchema = z.object({ ...projectScope, role: roleSchema })
export const revokeInvitationSchema = z.object({ ...projectScope, linkId: idSchema })
export const changeRoleSchema = z.object({ ...projectScope, operatorId: idSchema, role: roleSchema })
export const memberSchema = z.object({ ...projectScope, operatorId: idSchema })

export const createKeySchema = z.object({
  ...projectScope,
  name: z.string().trim().min(1, 'Enter a name, for example “CI” or “Back end”.').max(60, 'Use at most 60 characters.'),
})
export const keySchema = z.object({ ...projectScope, keyId: idSchema })
