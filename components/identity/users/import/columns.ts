import type { Attribute } from '@/lib/identity/attributes/schema'
import { ATTRIBUTE_PREFIX, importFields } from '@/lib/identity/users/import/schema'
import { labelOf } from '../../attributes/attribute-fields'

export interface FieldChoice {
  value: string
  label: string
}

/** What a column may become. */
export function toFieldChoices(attributes: readonly Attribute[]): FieldChoice[] {
  return [
    ...Object.entries(importFields).map(([value, label]) => ({ value, label })),
    ...attributes.map((each) => ({ value: ATTRIBUTE_PREFIX + each.name, label: labelOf(each) })),
  ]
}

const ALIASES: Readonly<Record<string, string>> = {
  loginid: 'loginIds',
  login: 'loginIds',
  username: 'loginIds',
  mail: 'email',
  emailaddress: 'email',
  emailverified: 'verifiedEmail',
  phonenumber: 'phone',
  phoneverified: 'verifiedPhone',
  displayname: 'name',
  fullname: 'name',
  firstname: 'givenName',
  lastname: 'familyName',
  surname: 'familyName',
  roles: 'roleNames',
  role: 'roleNames',
  tenant: 'tenants',
  tenantid: 'tenants',
  tenantids: 'tenants',
}

/** The field that each column of a file most likely is; null for none, and for one that another column is already. */
export function guessColumns(header: readonly string[], choices: readonly FieldChoice[]): (string | null)[] {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const taken = new Set<string>()
  return header.map((title) => {
    const sought = plain(title)
    const found = choices.find(
      ({ value, label }) =>
        [value, label, value.replace(ATTRIBUTE_PREFIX, '')].some((name) => plain(name) === sought) ||
        ALIASES[sought] === value,
    )
    if (!found || taken.has(found.value)) return null
    taken.add(found.value)
    return found.value
  })
}

/** Whether lines can be told apart by these columns. */
export function namesUsers(columns: readonly (string | null)[]): boolean {
  return columns.some((field) => field === 'loginIds' || field === 'email' || field === 'phone')
}
