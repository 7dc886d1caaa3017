import type { z } from 'zod'
import type { Attribute } from '../../attributes/schema'
import { readAttributeValues } from '../../attributes/values'
import { userPatchSchema } from '../schema'
import { ATTRIBUTE_PREFIX, type ImportField, type ImportRow, importFields } from './schema'

export type ReadRow =
  | { ok: true; user: z.output<typeof userPatchSchema> & { loginIds: string[] } }
  | { ok: false; message: string }

/**
 * A line of a file as a user. An empty cell says nothing; lists are separated by `;`, a tenant's roles follow its id as
 * `acme:Owner,Guest`. Without login ids it is known by its e-mail address or phone number.
 */
export function readRow({ values }: ImportRow, attributes: readonly Attribute[]): ReadRow {
  const given: Record<string, unknown> = {}
  const attributeTexts: Record<string, string> = {}
  const problems: string[] = []
  for (const [field, cell] of Object.entries(values)) {
    const text = cell.trim()
    if (text === '') continue
    if (field.startsWith(ATTRIBUTE_PREFIX)) attributeTexts[field.slice(ATTRIBUTE_PREFIX.length)] = text
    else if (field === 'loginIds' || field === 'roleNames') given[field] = split(text)
    else if (field === 'tenants') given[field] = split(text).map(toMembership)
    else if (field === 'verifiedEmail' || field === 'verifiedPhone') {
      const flag = toFlag(text)
      if (flag === null) problems.push(`${importFields[field]}: Write true or false.`)
      given[field] = flag
    } else given[field] = field === 'status' ? text.toLowerCase() : text
  }
  given.loginIds ??= given.email ? [given.email] : given.phone ? [given.phone] : undefined
  if (given.loginIds === undefined) problems.push('Give a login id, an e-mail address or a phone number.')
  const labels = new Map(attributes.map(({ name, displayName }) => [name, displayName]))
  const read = readAttributeValues(attributes, attributeTexts)
  for (const [name, message] of Object.entries(read.problems)) problems.push(`${labels.get(name) || name}: ${message}`)
  for (const name of read.unknown) problems.push(`${name}: There is no such custom attribute.`)
  if (Object.keys(read.values).length > 0) given.customAttributes = read.values
  const parsed = userPatchSchema.safeParse(given)
  for (const issue of parsed.error?.issues ?? []) {
    const field = String(issue.path[0])
    problems.push(`${isImportField(field) ? importFields[field] : field}: ${issue.message}`)
  }
  const loginIds = parsed.data?.loginIds
  if (problems.length > 0 || !parsed.success || !loginIds) return { ok: false, message: problems.join(' ') }
  return { ok: true, user: { ...parsed.data, loginIds } }
}

function split(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function toMembership(text: string): { tenantId: string; roleNames: string[] } {
  const [tenantId = '', roles = ''] = text.split(/:(.*)/s)
  const roleNames = roles.split(',').map((role) => role.trim())
  return { tenantId: tenantId.trim(), roleNames: roleNames.filter((role) => role !== '') }
}

function toFlag(text: string): boolean | null {
  if (/^(true|yes|1)$/i.test(text)) return true
  return /^(false|no|0)$/i.test(text) ? false : null
}

function isImportField(field: string): field is ImportField {
  return Object.hasOwn(importFields, field)
}
