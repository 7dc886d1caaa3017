import { z } from '@hono/zod-openapi'
import { defined } from '@/lib/identity/parse'
import type { UserPatch } from '@/lib/identity/users/schema'
import { absent } from '../schemas'

const text = absent(z.string())
const texts = absent(z.array(z.string()))
const flag = absent(z.boolean())
const values = z.record(z.string(), z.json()).openapi({ type: 'object', additionalProperties: true })

/** Who a call is about: a login id, or a user id in its place. */
export const whoFields = { loginId: text, loginIdOrUserId: text, userId: text }

export const userFields = {
  email: text,
  phone: text,
  displayName: text,
  givenName: text,
  middleName: text,
  familyName: text,
  picture: text,
  verifiedEmail: flag,
  verifiedPhone: flag,
  roleNames: texts,
  userTenants: absent(z.array(z.looseObject({ tenantId: z.string(), roleNames: texts }))),
  customAttributes: absent(values),
  additionalLoginIds: texts,
}

const wireUser = z.looseObject(userFields)

/** What of a wire's user is given; null and empty text are not. */
export function toPatch(given: z.output<typeof wireUser>): UserPatch {
  return defined({
    name: some(given.displayName),
    email: some(given.email),
    phone: some(given.phone),
    givenName: some(given.givenName),
    middleName: some(given.middleName),
    familyName: some(given.familyName),
    picture: some(given.picture),
    verifiedEmail: some(given.verifiedEmail),
    verifiedPhone: some(given.verifiedPhone),
    roleNames: some(given.roleNames),
    tenants: given.userTenants?.map(({ tenantId, roleNames }) => ({ tenantId, roleNames: roleNames ?? [] })),
    customAttributes: some(given.customAttributes),
  })
}

/** A wire's user as all that there is of one: what is not given is emptied; what was verified stays so with its address. */
export function toWhole(given: z.output<typeof wireUser>): UserPatch {
  const empty = { name: '', email: '', phone: '', givenName: '', middleName: '', familyName: '', picture: '' }
  return { ...empty, roleNames: [], tenants: [], customAttributes: {}, ...toPatch(given) }
}

function some<T>(value: T | null | undefined): T | undefined {
  return value === null || value === '' ? undefined : value
}
