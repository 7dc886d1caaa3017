import { toCsvLine } from '@/lib/csv'
import { toText } from '@/lib/language/json'
import type { Attribute } from '../../attributes/schema'
import { ATTRIBUTE_PREFIX } from '../import/schema'
import type { UserRow } from '../queries'
import { toUserResponse } from '../response'

const columns = [
  'userId',
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
  'status',
  'roleNames',
  'tenants',
  'createdTime',
]

/** The first line of an export: the names that an import knows. */
export function toCsvHeader(attributes: readonly Attribute[]): string {
  return toCsvLine([...columns, ...attributes.map(({ name }) => ATTRIBUTE_PREFIX + name)])
}

/** A user as a line that an import reads back. */
export function toCsvUser(row: UserRow, attributes: readonly Attribute[]): string {
  const user = toUserResponse(row)
  return toCsvLine([
    user.userId,
    user.loginIds.join(';'),
    user.name,
    user.givenName,
    user.middleName,
    user.familyName,
    user.email,
    String(user.verifiedEmail),
    user.phone,
    String(user.verifiedPhone),
    user.picture,
    user.status,
    user.roleNames.join(';'),
    user.userTenants
      .map(({ tenantId, roleNames }) => (roleNames.length > 0 ? `${tenantId}:${roleNames.join(',')}` : tenantId))
      .join(';'),
    row.createdAt.toISOString(),
    ...attributes.map(({ name }) => {
      const value = Object.hasOwn(user.customAttributes, name) ? user.customAttributes[name] : null
      return Array.isArray(value) ? value.map(toText).join(';') : toText(value)
    }),
  ])
}
