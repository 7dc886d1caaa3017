import { jsonSchema } from '../../language/json'
import { connectorStepSchema } from '../../steps/connector/schema'
import { mapErrorHandling } from './error-handling'
import type { DescopeSource } from './source'
import type { MappedStep } from './types'
import { argumentOf, type Fields, fieldsOf, textOf, toKeyName } from './values'

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Whether a task calls a connector: exports say so in several ways. */
export function isConnectorTask(task: Fields): boolean {
  const action = textOf(task.action, 100)
  return /connector/.test(action) || textOf(task.connectorId, 100) !== '' || textOf(task.connectorTemplate, 100) !== ''
}

/**
 * A call of an HTTP connector, with its connector by name. How an export holds the settings is not documented: what is
 * found under the likely names is taken over, the others are named.
 * @returns null for a connector of another type
 */
export function mapConnector(task: Fields, source: DescopeSource): MappedStep | null {
  const given = fieldsOf(task.arguments)
  const id = textOf(task.connectorId ?? argumentOf(given.connectorId), 200)
  const name = (source.connectorNames.get(id) ?? '').slice(0, 100)
  const template = textOf(task.connectorTemplate ?? argumentOf(given.connectorTemplate), 100)
  const method = `${textOf(task.method ?? argumentOf(given.method), 20)} ${textOf(task.action, 100)}`.toUpperCase()
  const verb = verbs.find((one) => new RegExp(`\\b${one}\\b`).test(method))
  if (!verb && !/http/i.test(template)) return null
  const read = (names: readonly string[]) =>
    names.map((one) => argumentOf(given[one])).find((value) => value !== undefined)
  const endpoint = textOf(read(['endpoint', 'path', 'url']), 8_000)
  const contextKey = toKeyName(textOf(task.contextKey ?? read(['contextKey']), 60)) || 'connector'
  const timeout = Number(read(['timeout', 'timeoutSeconds']))
  const body = jsonSchema.safeParse(parseText(read(['payload', 'body'])))
  const errors = mapErrorHandling(task, (event) => (/http/i.test(event) ? 'httpError' : 'connectorExecution'))
  const parsed = connectorStepSchema.safeParse({
    kind: 'connector',
    name: textOf(task.name, 100) || 'Connector',
    next: {},
    connector: name,
    action: verb ?? 'GET',
    endpoint: endpoint === '' ? '/' : endpoint,
    ...(body.success && body.data !== '' && verb !== 'GET' ? { payload: { type: 'json', value: body.data } } : {}),
    timeoutSeconds: Number.isFinite(timeout) && timeout >= 1 && timeout <= 120 ? Math.round(timeout) : 10,
    async: read(['async', 'runAsync']) === true,
    contextKey,
    errorHandling: {
      httpError: errors.handlings.httpError ?? { mode: 'automatic' },
      connectorExecution: errors.handlings.connectorExecution ?? { mode: 'automatic' },
    },
  })
  if (!parsed.success) return null
  const known = new Set([
    'endpoint',
    'path',
    'url',
    'contextKey',
    'timeout',
    'timeoutSeconds',
    'payload',
    'body',
    'async',
  ])
  const unread = Object.keys(given).filter((key) => !known.has(key) && !/^(connector|method|runAsync)/.test(key))
  const notes = [
    ...(verb ? [] : ['The verb is not in the export: GET was taken. Check it.']),
    ...(endpoint === '' ? ['The endpoint is not in the export. Write it.'] : []),
    ...(unread.length > 0 ? [`Left out: ${unread.slice(0, 20).join(', ').slice(0, 500)}.`] : []),
    ...errors.notes,
  ]
  return { step: parsed.data, mapping: notes.length === 0 ? 'mapped' : 'partly', notes, ports: errors.ports }
}

function parseText(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? ''
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
