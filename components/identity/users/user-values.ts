import type { Attribute } from '@/lib/identity/attributes/schema'
import type { UserResponse } from '@/lib/identity/users/response'
import type { UserPatch } from '@/lib/identity/users/schema'
import { type AttributeFormValues, fromAttributeForm, toAttributeForm } from '../attributes/attribute-values'

/** A user while it is edited. */
export interface UserValues {
  loginIds: string[]
  name: string
  givenName: string
  middleName: string
  familyName: string
  email: string
  verifiedEmail: boolean
  phone: string
  verifiedPhone: boolean
  picture: string
  roleNames: string[]
  tenants: { tenantId: string; name: string; roles: string }[]
  customAttributes: AttributeFormValues
}

/** @param user null: a new one */
export function toUserValues(user: UserResponse | null, attributes: readonly Attribute[]): UserValues {
  return {
    loginIds: user?.loginIds ?? [],
    name: user?.name ?? '',
    givenName: user?.givenName ?? '',
    middleName: user?.middleName ?? '',
    familyName: user?.familyName ?? '',
    email: user?.email ?? '',
    verifiedEmail: user?.verifiedEmail ?? false,
    phone: user?.phone ?? '',
    verifiedPhone: user?.verifiedPhone ?? false,
    picture: user?.picture ?? '',
    roleNames: user?.roleNames ?? [],
    tenants: (user?.userTenants ?? []).map(({ tenantId, tenantName, roleNames }) => ({
      tenantId,
      name: tenantName,
      roles: roleNames.join(', '),
    })),
    customAttributes: toAttributeForm(attributes, user?.customAttributes ?? {}),
  }
}

/**
 * What is sent of an edited user.
 * @param changed the members that were touched; what another person changed meanwhile in the others stays
 */
export function toUserPatch(values: UserValues, changed: (member: keyof UserValues) => boolean): UserPatch {
  const { loginIds, roleNames, tenants, customAttributes, ...plain } = values
  const patch: UserPatch = {
    ...plain,
    loginIds: toLines(loginIds),
    roleNames: toLines(roleNames),
    tenants: tenants.map(({ tenantId, roles }) => ({ tenantId, roleNames: toLines(roles.split(',')) })),
    customAttributes: fromAttributeForm(customAttributes),
  }
  for (const member of MEMBERS) if (!changed(member)) delete patch[member]
  return patch
}

const MEMBERS: readonly (keyof UserValues)[] = [
  'loginIds',
  'name',
  'givenName',
  'middleName',
  'familyName',
  'email',
  'verifiedEmail',
  'phone',
  'verifiedPhone',
  'picture',
  'roleNames',
  'tenants',
  'customAttributes',
]

function toLines(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '')
}
