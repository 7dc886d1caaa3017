import { z } from 'zod'
import { type Json, jsonSchema } from '../language/json'
import { formatPath } from '../language/path'
import { connectorPath, withConnector } from '../steps/connector-reference'
import { stepPorts } from '../steps/definitions'
import { type Step, stepSchemas } from '../steps/schemas'
import { type FlowDocument, flowDocumentSchema } from './schema'

/** What a file needs to know of a connector: it names it where the document has its id. */
export interface ConnectorReference {
  id: string
  name: string
}

/** What keeps a file from being a flow, and where in it. */
export interface FileError {
  /** Dotted, with `[0]` indexes; empty for the file as a whole. */
  path: string
  message: string
}

export type ReadFile = { ok: true; document: FlowDocument } | { ok: false; errors: FileError[] }

/**
 * A flow as its file: the document with stable key order, steps in the order of the graph, connectors by name and
 * positions last. Equal documents give equal text. A connector that is not there any more is left empty.
 */
export function toFile(document: FlowDocument, connectors: readonly ConnectorReference[]): FlowDocument {
  const names = new Map(connectors.map(({ id, name }) => [id, name]))
  const order = listInGraphOrder(document)
  return {
    format: document.format,
    id: document.id,
    name: document.name,
    ...(document.description === undefined ? {} : { description: document.description }),
    kind: document.kind,
    steps: Object.fromEntries(
      order.flatMap((id) => {
        const step = document.steps[id]
        return step ? [[id, orderStep(withConnector(step, (connector) => names.get(connector) ?? ''))]] : []
      }),
    ),
    layout: Object.fromEntries(
      [...new Set([...order, ...Object.keys(document.layout).sort()])].flatMap((id) => {
        const position = document.layout[id]
        return position ? [[id, position]] : []
      }),
    ),
  }
}

/** The text of a flow file, ending in a newline. */
export function toFileText(file: FlowDocument): string {
  return `${JSON.stringify(file, null, 2)}\n`
}

/**
 * Reads the parsed JSON of a flow file into a document.
 * @returns the document with connectors by id, or every error with its place: unknown keys, wrong shapes, connectors
 *   that the project does not have
 */
export function fromFile(file: unknown, connectors: readonly ConnectorReference[]): ReadFile {
  const unsafe = findUnsafeKey(file, [])
  if (unsafe) return { ok: false, errors: [{ path: formatPath(unsafe), message: 'A key may not be named __proto__.' }] }
  const parsed = flowDocumentSchema.safeParse(file)
  if (!parsed.success) return { ok: false, errors: toFileErrors(parsed.error.issues) }
  const ids = new Map(connectors.map(({ id, name }) => [name, id]))
  const errors: FileError[] = []
  const steps = Object.fromEntries(
    Object.entries(parsed.data.steps).map(([id, step]) => [
      id,
      withConnector(step, (name) => {
        const connector = ids.get(name)
        if (connector === undefined) errors.push(unknownConnector(id, step, name))
        return connector ?? ''
      }),
    ]),
  )
  return errors.length > 0 ? { ok: false, errors } : { ok: true, document: { ...parsed.data, steps } }
}

/** The connector names that a file may mean, read before it is known to be a flow. */
export function listConnectorNames(file: unknown): string[] {
  const steps = isObject(file) && isObject(file.steps) ? Object.values(file.steps) : []
  return steps.flatMap((step) => {
    if (!isObject(step)) return []
    const named = [step.connector, isObject(step.settings) ? step.settings.connector : undefined]
    return named.filter((name) => typeof name === 'string')
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unknownConnector(stepId: string, step: Step, name: string): FileError {
  return {
    path: formatPath(['steps', stepId, ...connectorPath(step)]),
    message: `The project has no connector named \u201c${name}\u201d. Create one with this name, or change the name in the file.`,
  }
}

/** Step ids as a reader meets them: from the start by ports in order, then those that nothing leads to, by id. */
function listInGraphOrder(document: FlowDocument): string[] {
  const seen = new Set<string>()
  const ids = Object.keys(document.steps).sort()
  const roots = [...ids.filter((id) => document.steps[id]?.kind === 'start'), ...ids]
  for (const root of roots) {
    const stack = [root]
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const step = Object.hasOwn(document.steps, id) ? document.steps[id] : undefined
      if (!step || seen.has(id)) continue
      seen.add(id)
      for (const port of portOrder(step).reverse()) {
        const to = step.next[port]
        if (to !== undefined) stack.push(to)
      }
    }
  }
  return [...seen]
}

/** The ports of a step in its own order, then whatever else its `next` still holds. */
function portOrder(step: Step): string[] {
  return [...new Set([...stepPorts(step).map((port) => port.id), ...Object.keys(step.next).sort()])]
}

/** A step with its keys in the order of its schema, and `next` last. */
function orderStep(step: Step): Step {
  const ordered = stepSchemas[step.kind].parse(orderLike(stepSchemas[step.kind], toJson(step)))
  const next = Object.fromEntries(
    portOrder(step).flatMap((port) => {
      const to = step.next[port]
      return to === undefined ? [] : [[port, to]]
    }),
  )
  const { next: _unordered, ...rest } = ordered
  return { ...rest, next }
}

function toJson(value: Json | Step): Json {
  return jsonSchema.parse(JSON.parse(JSON.stringify(value)))
}

/** The value with object keys in the schema's order; keys of records and free JSON are sorted. */
function orderLike(schema: unknown, value: Json): Json {
  if (typeof value !== 'object' || value === null || schema === jsonSchema) return sortKeys(value)
  if (schema instanceof z.ZodOptional) return orderLike(schema.unwrap(), value)
  if (schema instanceof z.ZodLazy) return orderLike(schema.unwrap(), value)
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.find((each) => each instanceof z.ZodType && each.safeParse(value).success)
    return orderLike(option, value)
  }
  if (Array.isArray(value)) {
    return schema instanceof z.ZodArray ? value.map((item) => orderLike(schema.element, item)) : sortKeys(value)
  }
  if (schema instanceof z.ZodObject) {
    const known = Object.entries(schema.shape).flatMap(([key, member]): [string, Json][] => {
      const item = value[key]
      return item === undefined ? [] : [[key, orderLike(member, item)]]
    })
    return Object.fromEntries(known)
  }
  return sortKeys(value)
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, member]) => [key, sortKeys(member)]))
}

type Issue = z.core.$ZodIssue

function toFileErrors(issues: readonly Issue[]): FileError[] {
  return issues.flatMap((issue) => flatten(issue, [])).map(({ path, message }) => ({ path: formatPath(path), message }))
}

interface Located {
  path: (string | number)[]
  message: string
}

/** An issue as one message per place: a key that is not known is named by its own path, a union by its nearest option. */
function flatten(issue: Issue, at: readonly (string | number)[]): Located[] {
  const path = [...at, ...issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: 'This key is not known here. Remove it, or check its spelling.',
    }))
  }
  if (issue.code !== 'invalid_union') return [{ path, message: issue.message }]
  const [nearest] = [...issue.errors].sort((a, b) => distance(a) - distance(b))
  return nearest && nearest.length > 0
    ? nearest.flatMap((inner) => flatten(inner, path))
    : [{ path, message: issue.message }]
}

/** How far a value is from an option of a union: what is wrong at its own level, and not further inside. */
function distance(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + issue.keys.length
    if (issue.code === 'invalid_union' && issue.path.length === 0 && issue.errors.length > 0)
      return sum + Math.min(...issue.errors.map(distance))
    return sum + (issue.path.length === 0 ? 3 : issue.path.length === 1 ? 1 : 0)
  }, 0)
}

// JSON.parse makes an own key of it, and parsers drop it: refused, so that nothing is lost silently.
function findUnsafeKey(value: unknown, path: readonly (string | number)[]): (string | number)[] | null {
  if (typeof value !== 'object' || value === null) return null
  for (const [key, member] of Object.entries(value)) {
    const inner = [...path, Array.isArray(value) ? Number(key) : key]
    const found = key === '__proto__' ? inner : findUnsafeKey(member, inner)
    if (found) return found
  }
  return null
}
