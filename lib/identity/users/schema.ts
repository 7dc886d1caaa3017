import { z } from 'zod'
import { loginIdSchema } from '../login-id'
import { tenantIdSchema } from '../tenants/schema'

export const USER_STATUSES = ['enabled', 'disabled', 'invited', 'expired'] as const
export type UserStatus = (typeof USER_STATUSES)[number]

const printable = (text: string) => !/\p{Cc}/u.test(text)

const nameSchema = z.string().trim().max(200, 'Use at most 200 characters.').refine(printable, 'Use one line of text.')

/** Empty text is none. */
const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use at most 254 characters.')
  .refine(
    (text) => text === '' || z.email().safeParse(text).success,
    'Enter an e-mail address, for example ana@example.com.',
  )
  .transform((text) => text || null)
  .nullable()

/** Kept as digits with a leading +, whatever it was typed with. */
const phoneSchema = z
  .string()
  .trim()
  .transform((text) => text.replace(/[\s().-]/g, ''))
  .refine(
    (text) => text === '' || /^\+?\d{3,20}$/.test(text),
    'Enter a phone number with its country, for example +1 555 123 4567.',
  )
  .transform((text) => text || null)
  .nullable()

const pictureSchema = z
  .string()
  .trim()
  .max(2_000, 'Use at most 2000 characters.')
  .refine(
    (text) => text === '' || (/^https?:\/\//i.test(text) && URL.canParse(text)),
    'Enter an address that begins with https://.',
  )

export const roleNamesSchema = z
  .array(nameSchema.min(1, 'A role has a name.').max(100, 'Use at most 100 characters.'))
  .max(100, 'Use at most 100 roles.')
  .transform((names) => [...new Set(names)])

const membershipsSchema = z
  .array(z.object({ tenantId: tenantIdSchema, roleNames: roleNamesSchema.default([]) }))
  .max(1_000, 'Use at most 1000 tenants.')

/** What a user has; every member is checked and brought into its stored form. */
export const userFieldsSchema = z.object({
  loginIds: z.array(loginIdSchema).min(1, 'A user needs at least one login id.').max(20, 'Use at most 20 login ids.'),
  name: nameSchema,
  givenName: nameSchema,
  middleName: nameSchema,
  familyName: nameSchema,
  email: emailSchema,
  verifiedEmail: z.boolean(),
  phone: phoneSchema,
  verifiedPhone: z.boolean(),
  picture: pictureSchema,
  status: z.enum(USER_STATUSES, `Use one of: ${USER_STATUSES.join(', ')}.`),
  test: z.boolean(),
  roleNames: roleNamesSchema,
  /** All memberships; those that are left out end. */
  tenants: membershipsSchema,
  /** By attribute; their types are checked by the service. Null takes a value away. */
  customAttributes: z.record(z.string().max(100), z.unknown()),
})

export const newUserSchema = userFieldsSchema.partial().required({ loginIds: true })
export const userPatchSchema = userFieldsSchema.partial()

/** As a caller gives it; the services parse it. */
export type NewUser = z.input<typeof newUserSchema>
export type UserPatch = z.input<typeof userPatchSchema>
