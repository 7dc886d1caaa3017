import type { Json } from '../../language/json'
import { jsonSchema } from '../../language/json'
import { type ActionName, actionStepSchema } from '../../steps/action/schema'
import { actionTypes } from '../../steps/action/types/registry'
import { mapErrorHandling } from './error-handling'
import type { DescopeSource } from './source'
import type { MappedStep } from './types'
import { argumentOf, type Fields, fieldsOf, isFields, listOf, textOf } from './values'

interface Known {
  /** Of the task's action, from its beginning. */
  id: RegExp
  action: ActionName
  settings(task: Fields, forms: FormFields): { settings: unknown; notes: string[] } | null
}

/** Names of the fields that the export's screens have. */
export type FormFields = ReadonlySet<string>

const password = (task: Fields, forms: FormFields, field: string[]) => ({
  settings: { loginId: loginOf(task, forms), passwordField: pick(forms, field, 'password') },
  notes: [`The login is taken from ${loginOf(task, forms)}. Check it.`],
})

/** The app keeps the id that it has in the export: apps have their ids there and here alike. */
function apiKeyApp(task: Fields) {
  const app = argument(task, ['outboundAppId', 'defaultOutboundAppId', 'appId', 'app', 'provider'])
  const note = app === '' ? 'Choose the connection.' : `Make sure that there is a connection with the id ${app}.`
  return { settings: { app: app.slice(0, 100) }, notes: [note] }
}

function connectApp(task: Fields) {
  const { settings, notes } = apiKeyApp(task)
  const given = fieldsOf(task.arguments)
  const scopes = ['outboundAppScopes', 'customScopes', 'scopes']
    .map((name) => argumentOf(given[name]))
    .flatMap((value) =>
      typeof value === 'string' ? value.split(/[\s,]+/) : listOf(value).map((one) => textOf(one, 500)),
    )
  return { settings: { ...settings, scopes: scopes.filter((scope) => scope !== '').slice(0, 500) }, notes }
}

// Longer names first. What signs in alone never becomes what also signs up: that would let in who must not be.
const known: readonly Known[] = [
  {
    id: /^password-sign-?up-or-?(sign-)?in\b/,
    action: 'sign-up-or-in-password',
    settings: (task, forms) => password(task, forms, ['password', 'newPassword']),
  },
  {
    id: /^password-sign-?up\b/,
    action: 'sign-up-password',
    settings: (task, forms) => password(task, forms, ['newPassword', 'password']),
  },
  {
    id: /^password-sign-?in\b/,
    action: 'sign-in-password',
    settings: (task, forms) => password(task, forms, ['password']),
  },
  {
    id: /^(otp-)?sign-?up-or-?(sign-)?in-(otp-)?(code-)?email\b|^otp-email-sign-?up-or-?in\b/,
    action: 'sign-up-or-in-otp-email',
    settings: (task, forms) => ({
      settings: { ...fieldsOf(actionTypes['sign-up-or-in-otp-email'].create()), loginId: loginOf(task, forms) },
      notes: ['The mail has Patchbay\u2019s own text. Choose the mail connector.'],
    }),
  },
  {
    id: /^verify-(otp-)?(code-)?(otp-)?email\b|^verify-otp-email/,
    action: 'verify-otp-email',
    settings: (_task, forms) => ({ settings: { codeField: pick(forms, ['code'], 'code') }, notes: [] }),
  },
  {
    id: /^load-user\b|^user-load\b/,
    action: 'load-user',
    settings: (task, forms) => ({
      settings: { loginId: loginOf(task, forms) },
      notes: [`The user is looked up by ${loginOf(task, forms)}. Check it.`],
    }),
  },
  { id: /^(user-)?log-?out\b/, action: 'log-out', settings: () => ({ settings: { everywhere: false }, notes: [] }) },
  {
    id: /^(add-|set-|update-)?custom-claims?\b/,
    action: 'custom-claims',
    settings: (task) => {
      const rows = rowsOf(task)
      return rows && { settings: { mode: 'rows', claims: rows.map((row) => ({ ...row, type: 'json' })) }, notes: [] }
    },
  },
  {
    id: /^(update-user|user-update)(-(properties|attributes|customAttributes))?\b/,
    action: 'update-user-properties',
    settings: (task) => {
      const rows = rowsOf(task)
      return rows && { settings: { properties: rows }, notes: ['Check the names of the properties.'] }
    },
  },
  {
    id: /^(create-tenant|tenant-create)\b/,
    action: 'create-tenant',
    settings: (task) => {
      const name = argument(task, ['name', 'tenantName'])
      return name === '' ? null : { settings: { name, addUser: true }, notes: ['The user is added to the tenant.'] }
    },
  },
  {
    id: /^(load-tenant|tenant-load)\b/,
    action: 'load-tenant',
    settings: (task) => {
      const tenantId = argument(task, ['tenantId', 'id'])
      return tenantId === '' ? null : { settings: { tenantId, select: false }, notes: [] }
    },
  },
  {
    id: /^(add-user-to-tenant|user-add-tenant|associate-user-to-tenant)\b/,
    action: 'add-user-to-tenant',
    settings: (task) => {
      const tenantId = argument(task, ['tenantId', 'id'])
      return tenantId === '' ? null : { settings: { tenantId }, notes: [] }
    },
  },
  // Longer names first here, too.
  {
    id: /^outbound-?app-(connect-)?tenant-(connect-)?api-?key\b/,
    action: 'outbound-app-connect-tenant-api-key',
    settings: apiKeyApp,
  },
  { id: /^outbound-?app-(connect-)?api-?key\b/, action: 'outbound-app-connect-api-key', settings: apiKeyApp },
  {
    id: /^outbound-?app-(tenant-connect|connect-tenant)\b/,
    action: 'outbound-app-tenant-connect',
    settings: connectApp,
  },
  { id: /^outbound-?app-connect\b/, action: 'outbound-app-connect', settings: connectApp },
]

/** An action that has a counterpart, with what of its settings could be read. Null: it has none. */
export function mapAction(task: Fields, forms: FormFields): MappedStep | null {
  const id = textOf(task.action, 100)
  const match = known.find((one) => one.id.test(id))
  const read = match?.settings(task, forms)
  if (!match || !read) return null
  const event = actionTypes[match.action].event ?? 'actionExecution'
  const errors = mapErrorHandling(task, () => event)
  const parsed = actionStepSchema.safeParse({
    kind: 'action',
    name: textOf(task.name, 100) || actionTypes[match.action].label,
    next: {},
    action: match.action,
    settings: read.settings,
    errorHandling: { [event]: errors.handlings[event] ?? { mode: 'automatic' } },
  })
  if (!parsed.success) return null
  const notes = [...read.notes, ...errors.notes]
  return { step: parsed.data, mapping: notes.length === 0 ? 'mapped' : 'partly', notes, ports: errors.ports }
}

/** The fields that people fill in, over all screens: an action does not say which of them it reads. */
export function listFormFields({ tasks, screens }: DescopeSource): FormFields {
  const nodes = [...tasks.values(), ...screens.values()].flatMap((part) =>
    [part.htmlTemplate, part.contents].filter(isFields).flatMap((template) => Object.values(template).slice(0, 2_000)),
  )
  const names = nodes.map((node) => textOf(fieldsOf(fieldsOf(node).props).name, 60))
  return new Set(names.filter((name) => name !== ''))
}

function loginOf(task: Fields, forms: FormFields): string {
  const given = argument(task, ['loginId', 'identifier'])
  return given === ''
    ? `{{form.${pick(forms, ['externalId', 'loginId', 'email', 'username', 'phone'], 'email')}}}`
    : given
}

function pick(forms: FormFields, names: readonly string[], fallback: string): string {
  return names.find((name) => forms.has(name)) ?? fallback
}

function argument(task: Fields, names: readonly string[]): string {
  const given = fieldsOf(task.arguments)
  return names.map((name) => textOf(argumentOf(given[name]), 1_000)).find((text) => text !== '') ?? ''
}

/** Rows of a key and a value, as a list or as an object; the argument's name is not documented. Null: none was found. */
function rowsOf(task: Fields): { key: string; value: Json }[] | null {
  for (const value of Object.values(fieldsOf(task.arguments)).map(argumentOf)) {
    const pairs = Array.isArray(value)
      ? listOf(value)
          .map(fieldsOf)
          .map((row): [unknown, unknown] => [row.key ?? row.name ?? row.attribute, row.value])
      : Object.entries(fieldsOf(value))
    const rows = pairs.slice(0, 100).flatMap(([key, given]) => {
      const json = jsonSchema.safeParse(argumentOf(given))
      const name = textOf(key, 200)
      return name === '' || !json.success ? [] : [{ key: name, value: json.data }]
    })
    if (rows.length > 0 && rows.length === pairs.length) return rows
  }
  return null
}
