import { type Fields, fieldsOf, isFields, listOf, textOf } from './values'

/** An export of Descope, whichever of its forms it came in. */
export interface DescopeSource {
  id: string
  name: string
  description: string
  tasks: ReadonlyMap<string, Fields>
  startTask: string
  /** By id. */
  screens: ReadonlyMap<string, Fields>
  /** Names of the connectors that tasks call by id. */
  connectorNames: ReadonlyMap<string, string>
}

/**
 * Finds the parts of an export. Known forms: `{ flowId, metadata, contents: { tasks }, screens }` as the API and
 * Terraform have it; the console's, where all that lies below `flow`; and the SDKs' `{ flow: { id, name, dsl }, screens }`.
 * @returns null for what has no tasks: it is no export of Descope
 */
export function findDescopeSource(value: unknown): DescopeSource | null {
  const outer = fieldsOf(value)
  const flow = isFields(outer.flow) ? outer.flow : outer
  const dsl = fieldsOf(flow.dsl)
  const holder = [flow.contents, dsl.contents, flow.dsl, flow].map(fieldsOf).find(({ tasks }) => isTasks(tasks))
  if (!holder) return null
  const parts = [flow, dsl, outer]
  const metadata = parts.map(({ metadata }) => fieldsOf(metadata))
  const first = (keys: readonly string[], longest: number) =>
    [...metadata, ...parts]
      .flatMap((part) => keys.map((key) => (typeof part[key] === 'string' ? textOf(part[key], longest) : '')))
      .find((text) => text !== '') ?? ''
  return {
    id: first(['flowId', 'id'], 60),
    name: first(['name'], 100),
    description: first(['description'], 1_000),
    tasks: toTasks(holder.tasks),
    startTask: textOf(holder.startTask, 200),
    screens: byId(parts.flatMap(({ screens }) => listOf(screens))),
    connectorNames: connectorNames(parts.map(({ references }) => fieldsOf(fieldsOf(references).connectors))),
  }
}

function isTasks(value: unknown): boolean {
  return isFields(value) || Array.isArray(value)
}

function toTasks(value: unknown): ReadonlyMap<string, Fields> {
  const entries = Array.isArray(value)
    ? value.map((task, index): [string, unknown] => [textOf(fieldsOf(task).id, 200) || String(index), task])
    : Object.entries(fieldsOf(value))
  return new Map(entries.map(([id, task]) => [id, fieldsOf(task)]))
}

function byId(screens: unknown[]): ReadonlyMap<string, Fields> {
  const known = screens.filter(isFields)
  return new Map(
    known.flatMap((screen) => [screen.screenId, screen.id].map((id) => [textOf(id, 200), screen] as const)),
  )
}

/** `{ name: id }`, or the other way round. */
function connectorNames(references: Fields[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [name, id] of references.flatMap(Object.entries)) {
    if (typeof id === 'string') names.set(id, name)
    else if (isFields(id) && typeof id.id === 'string') names.set(id.id, textOf(id.name, 100) || name)
    names.set(name, name)
  }
  return names
}
