import { z } from 'zod'
import { claimsSchema, claimsTextSchema } from '../sessions/schema'
import { tenantIdSchema } from '../tenants/schema'
import { roleNamesSchema } from '../users/schema'

const IPS_MAX = 100

const addressSchema = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
const permittedIpSchema = z
  .string()
  .trim()
  .refine((text) => addressSchema.safeParse(text).success, {
    error: 'Give an address or a range, for example 203.0.113.7 or 10.0.0.0/8.',
  })

const nameSchema = z
  .string('Give the key a name.')
  .trim()
  .min(1, 'Give the key a name, for example \u201cNightly import\u201d.')
  .max(100, 'Use at most 100 characters.')
  .refine((text) => !/\p{Cc}/u.test(text), 'Use one line of text.')

const fields = {
  name: nameSchema,
  description: z.string().trim().max(500, 'Use at most 500 characters.'),
  roleNames: roleNamesSchema,
  tenants: z
    .array(z.object({ tenantId: tenantIdSchema, roleNames: roleNamesSchema.default([]) }))
    .max(100, 'Use at most 100 tenants.'),
  customClaims: claimsSchema,
  customAttributes: z.record(z.string().max(100), z.json()),
  permittedIps: z.array(permittedIpSchema).max(IPS_MAX, `Use at most ${IPS_MAX} addresses or ranges.`),
}

/** What of an access key may change later. */
export const accessKeyPatchSchema = z.object(fields).partial()

export const newAccessKeySchema = accessKeyPatchSchema.extend({
  name: nameSchema,
  /** Null: never. */
  expiresAt: z
    .date('Choose a day.')
    .refine((date) => date.getTime() > Date.now(), 'Choose a time to come.')
    .nullable()
    .default(null),
  /** The user in whose name the key acts; null: in its own. */
  boundUserId: z.string().min(1).max(254).nullable().default(null),
})

const projectScope = { projectId: z.string().min(1) }
const keyScope = { ...projectScope, keyId: z.string().min(1).max(64) }

/** `admin, reader` as a list. */
const namesOf = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const lines = z.array(z.string()).transform((given) => given.map((line) => line.trim()).filter((line) => line !== ''))

/** What a person types to make a key: lists by commas or lines, claims as JSON text. */
export const accessKeyFormSchema = z.object({
  name: nameSchema,
  description: fields.description,
  /** A day (2026-12-31), to its end in UTC; empty: never. */
  expiresAt: z
    .string()
    .trim()
    .transform((day) => (day === '' ? null : new Date(`${day}T23:59:59.999Z`)))
    .pipe(
      z
        .date('Choose a day.')
        .refine((date) => date.getTime() > Date.now(), 'Choose a day to come.')
        .nullable(),
    ),
  /** A login id or user id; empty: the key acts in its own name. */
  boundUserId: z
    .string()
    .trim()
    .max(254, 'Use at most 254 characters.')
    .transform((text) => text || null),
  roleNames: z.string().max(5_000).transform(namesOf).pipe(roleNamesSchema),
  /** `acme: admin, reader` or `acme`. */
  tenants: lines
    .transform((given) =>
      given.map((line): z.input<typeof fields.tenants>[number] => {
        // Up to the first colon: a role may have one itself.
        const [tenantId = ''] = line.split(':', 1)
        return { tenantId: tenantId.trim(), roleNames: namesOf(line.slice(tenantId.length + 1)) }
      }),
    )
    .pipe(fields.tenants),
  permittedIps: lines.pipe(fields.permittedIps),
  customClaims: claimsTextSchema,
})

/** What a person types to change a key. For whom it acts and until when is settled once. */
export const accessKeyChangeFormSchema = accessKeyFormSchema.omit({ expiresAt: true, boundUserId: true })

export const createAccessKeySchema = accessKeyFormSchema.extend(projectScope)
/** What is left out stays. */
export const updateAccessKeySchema = accessKeyChangeFormSchema.partial().extend(keyScope)
export const accessKeySchema = z.object(keyScope)
export const setAccessKeyActiveSchema = z.object({ ...keyScope, active: z.boolean() })

export type NewAccessKey = z.input<typeof newAccessKeySchema>
export type AccessKeyPatch = z.input<typeof accessKeyPatchSchema>

/** The fields as a person would type what a key has. */
export function toChangeForm(key: AccessKeyView): z.input<typeof accessKeyChangeFormSchema> {
  const { name, description, roleNames, tenants, permittedIps, customClaims } = key
  return {
    name,
    description,
    roleNames: roleNames.join(', '),
    tenants: tenants.map(({ tenantId, roleNames: roles }) =>
      roles.length > 0 ? `${tenantId}: ${roles.join(', ')}` : tenantId,
    ),
    permittedIps,
    customClaims: Object.keys(customClaims).length > 0 ? JSON.stringify(customClaims, null, 2) : '',
  }
}

/** A key's roles in one tenant. */
export interface KeyTenant {
  tenantId: string
  roleNames: string[]
}

/** An access key without its secret. Times are ISO 8601. */
export interface AccessKeyView {
  id: string
  name: string
  description: string
  /** The last four characters of the secret. */
  hint: string
  active: boolean
  expiresAt: string | null
  roleNames: string[]
  tenants: KeyTenant[]
  boundUserId: string | null
  customClaims: z.output<typeof claimsSchema>
  permittedIps: string[]
  createdBy: string
  createdAt: string
  lastUsedAt: string | null
}
