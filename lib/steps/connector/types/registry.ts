import type { ConnectorCall } from '../../../language/outcome'
import type { CallSettings, ConnectorStep } from '../schema'
import { httpStepType } from './http'
import { smtpStepType } from './smtp'
import { sqlStepType } from './sql'
import type { ConnectorAction, ConnectorStepType, Repetition } from './type'

/** The types of connectors that a step can call. */
export const connectorStepTypes = { http: httpStepType, sql: sqlStepType, smtp: smtpStepType } satisfies Record<
  string,
  ConnectorStepType
>
export type ConnectorStepTypeName = keyof typeof connectorStepTypes

/** Which fields of a step are a type's own. */
const settingsOf: Readonly<Record<ConnectorStepTypeName, readonly (keyof CallSettings)[]>> = {
  http: ['endpoint', 'payload'],
  sql: ['sql'],
  smtp: ['smtp'],
}

const actions = new Map<string, ConnectorAction & { type: ConnectorStepTypeName }>()
for (const type of typeNames()) {
  for (const action of connectorStepTypes[type].actions) actions.set(action.id, { ...action, type })
}

/** The type whose action it is. A draft may hold any text: that of no type is taken for a verb, as ever. */
export function typeOfAction(action: string): ConnectorStepTypeName {
  return actions.get(action)?.type ?? 'http'
}

/** What comes of it when it is done twice, before its connector's settings are asked. */
export function repetitionOf(action: string): Repetition {
  return actions.get(action)?.repetition ?? 'unsafe'
}

/** Whether a connector's type is one that a step can call. */
export function isStepType(type: string): type is ConnectorStepTypeName {
  return Object.hasOwn(connectorStepTypes, type)
}

/** What a step's settings ask of its connector. */
export function toCall(settings: CallSettings): ConnectorCall {
  return connectorStepTypes[typeOfAction(settings.action)].toCall(settings)
}

/** Fields of a step that belong to another type than its action. */
export function foreignSettings(step: ConnectorStep): (keyof CallSettings)[] {
  const type = typeOfAction(step.action)
  return typeNames().flatMap((other) =>
    other === type ? [] : settingsOf[other].filter((field) => step[field] !== undefined),
  )
}

/** The settings of a step that begins to call a connector of this type; error handling keeps what the type has as well. */
export function settingsFor(
  type: ConnectorStepTypeName,
  action: string,
  { httpError, connectorExecution }: ConnectorStep['errorHandling'],
): CallSettings & Pick<ConnectorStep, 'errorHandling'> {
  const { create, events } = connectorStepTypes[type]
  const answered = events.includes('httpError') ? { httpError: httpError ?? { mode: 'automatic' as const } } : {}
  return { ...create(action), errorHandling: { ...answered, connectorExecution } }
}

function typeNames(): ConnectorStepTypeName[] {
  const names: ConnectorStepTypeName[] = []
  let name: ConnectorStepTypeName
  for (name in connectorStepTypes) names.push(name)
  return names
}
