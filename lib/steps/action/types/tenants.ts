import { z } from 'zod'
import { resolveText, type Scope, toTemplate } from '../../../language/template'
import { templateText } from '../../fields'
import { tenantWrites, userWrites } from './context-writes'
import type { ActionType } from './type'

const text = z.string().max(1_000)

export const createTenantSettings = z.strictObject({
  name: text,
  /** Empty: a new one. */
  tenantId: text.optional(),
  /** Makes the user of `user.*` a member. */
  addUser: z.boolean(),
  /** Of the member; names with commas between. */
  roleNames: text.optional(),
})
export type CreateTenantSettings = z.infer<typeof createTenantSettings>

export const loadTenantSettings = z.strictObject({
  tenantId: text,
  /** The session of who has signed in begins in it. */
  select: z.boolean(),
})
export type LoadTenantSettings = z.infer<typeof loadTenantSettings>

export const addUserToTenantSettings = z.strictObject({ tenantId: text, roleNames: text.optional() })
export type AddUserToTenantSettings = z.infer<typeof addUserToTenantSettings>

const labels = { name: 'Name', tenantId: 'Tenant id', addUser: 'Add the user', roleNames: 'Roles', select: 'Session' }
const requiredId = templateText(1_000).refine(
  (id) => id.trim() !== '',
  'Say which tenant, by its id. For example {{client.tenantId}}.',
)
const roles = templateText(1_000).optional()

export const createTenantAction: ActionType<CreateTenantSettings> = {
  label: 'Create Tenant',
  description: 'Makes a tenant, with the user as its first member if you like.',
  group: 'Users and tenants',
  create: () => ({ name: '{{form.company}}', addUser: true }),
  publishableSchema: z.strictObject({
    name: templateText(1_000).refine((name) => name.trim() !== '', 'Give the tenant a name: {{form.company}}.'),
    tenantId: templateText(1_000).optional(),
    addUser: z.boolean(),
    roleNames: roles,
  }),
  templates: ({ name, tenantId, addUser, roleNames }) => [
    { at: ['name'], text: name },
    ...optional('tenantId', tenantId),
    ...optional('roleNames', addUser ? roleNames : undefined),
  ],
  needsUser: ({ addUser }) => addUser,
  writes: ({ addUser }) => (addUser ? [...tenantWrites, ...userWrites] : tenantWrites),
  settingLabels: labels,
  summary: ({ name }) => (name.trim() === '' ? 'No name yet' : `Tenant ${name}`),
  compile: (settings) => {
    const read = texts({ name: settings.name, tenantId: settings.tenantId, roleNames: settings.roleNames })
    const { addUser } = settings
    return ({ scope, onMissing }) => {
      const { name, tenantId, roleNames } = read(scope, onMissing)
      return {
        type: 'perform',
        inputs: { name, ...(tenantId === '' ? {} : { tenantId }), ...(addUser ? { addUser, roleNames } : {}) },
        effect: { type: 'createTenant', name, tenantId, addUser, roleNames: splitRoles(roleNames) },
      }
    }
  },
}

export const loadTenantAction: ActionType<LoadTenantSettings> = {
  label: 'Load Tenant',
  description: 'Reads a tenant into tenant.*; a session may begin in it.',
  group: 'Users and tenants',
  create: () => ({ tenantId: '{{client.tenantId}}', select: false }),
  publishableSchema: z.strictObject({ tenantId: requiredId, select: z.boolean() }),
  templates: ({ tenantId }) => [{ at: ['tenantId'], text: tenantId }],
  needsUser: ({ select }) => select,
  writes: () => tenantWrites,
  settingLabels: labels,
  summary: ({ tenantId }) => (tenantId.trim() === '' ? 'No tenant yet' : `Tenant ${tenantId}`),
  compile: (settings) => {
    const read = texts({ tenantId: settings.tenantId })
    const { select } = settings
    return ({ scope, onMissing }) => {
      const { tenantId } = read(scope, onMissing)
      return { type: 'perform', inputs: { tenantId, select }, effect: { type: 'loadTenant', tenantId, select } }
    }
  },
}

export const addUserToTenantAction: ActionType<AddUserToTenantSettings> = {
  label: 'Add User to Tenant',
  description: 'Makes the user whom user.* tells of a member.',
  group: 'Users and tenants',
  create: () => ({ tenantId: '{{tenant.id}}' }),
  publishableSchema: z.strictObject({ tenantId: requiredId, roleNames: roles }),
  templates: ({ tenantId, roleNames }) => [{ at: ['tenantId'], text: tenantId }, ...optional('roleNames', roleNames)],
  needsUser: () => true,
  writes: () => [...tenantWrites, ...userWrites],
  settingLabels: labels,
  summary: ({ tenantId }) => (tenantId.trim() === '' ? 'No tenant yet' : `To tenant ${tenantId}`),
  compile: (settings) => {
    const read = texts({ tenantId: settings.tenantId, roleNames: settings.roleNames })
    return ({ scope, onMissing }) => {
      const { tenantId, roleNames } = read(scope, onMissing)
      return {
        type: 'perform',
        inputs: { tenantId, ...(roleNames === '' ? {} : { roleNames }) },
        effect: { type: 'addToTenant', tenantId, roleNames: splitRoles(roleNames) },
      }
    }
  },
}

function optional(field: string, given: string | undefined) {
  return given === undefined ? [] : [{ at: [field], text: given }]
}

/** Texts prepared once. One that is left out is empty. */
function texts<K extends string>(
  given: Readonly<Record<K, string | undefined>>,
): (scope: Scope, onMissing: (source: string) => void) => Record<K, string> {
  const prepared = mapValues(given, (text) => toTemplate(text ?? ''))
  return (scope, onMissing) => mapValues(prepared, (template) => resolveText(template, scope, onMissing).trim())
}

function mapValues<K extends string, A, B>(given: Readonly<Record<K, A>>, change: (value: A) => B): Record<K, B> {
  const changed: Partial<Record<K, B>> = {}
  let key: K
  for (key in given) changed[key] = change(given[key])
  // Every key of the one is a key of the other.
  return Object.assign(changed)
}

function splitRoles(roleNames: string): string[] {
  return roleNames
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
