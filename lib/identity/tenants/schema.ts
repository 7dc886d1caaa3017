import { z } from 'zod'

const idMessage = 'Use letters, digits, - and _, at most 60. For example acme.'

export const tenantIdSchema = z
  .string('Give the tenant\u2019s id as text.')
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,60}$/, idMessage)

const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, 'Use at most 253 characters.')
  .regex(/^[^\s@/:]+\.[^\s@/:]+$/, 'Give a domain, for example acme.com.')

/** What a tenant has; every member is checked and brought into its stored form. */
export const tenantFieldsSchema = z.object({
  id: tenantIdSchema,
  name: z
    .string('Enter a name for the tenant.')
    .trim()
    .min(1, 'Enter a name for the tenant.')
    .max(200, 'Use at most 200 characters.')
    .refine((text) => !/\p{Cc}/u.test(text), 'Use one line of text.'),
  disabled: z.boolean(),
  selfProvisioningDomains: z
    .array(domainSchema)
    .max(100, 'Use at most 100 domains.')
    .transform((domains) => [...new Set(domains)]),
  /** By attribute; their types are checked by the service. Null takes a value away. */
  customAttributes: z.record(z.string().max(100), z.unknown()),
})

export const newTenantSchema = tenantFieldsSchema.partial().required({ name: true })
export const tenantPatchSchema = tenantFieldsSchema.omit({ id: true }).partial()

/** As a caller gives it; the services parse it. */
export type NewTenant = z.input<typeof newTenantSchema>
export type TenantPatch = z.input<typeof tenantPatchSchema>
