import { isJsonObject, type Json, type JsonObject } from '@/lib/language/json'
import { httpVerbs } from '@/lib/steps/connector/types/http'
import { hasDotSegment } from '../../http/dot-segment'
import type { ReportLine } from '../types'
import { type DocumentScheme, readSchemes } from './read-schemes'
import { readServers } from './read-servers'
import { readDocumentText } from './read-text'
import { own, ownList, ownText, References } from './references'

/** One call that a document describes. */
export interface DocumentOperation {
  /** Verb and path: unique in the document. */
  key: string
  action: string
  path: string
  operationId: string | null
  summary: string
  tags: string[]
  deprecated: boolean
  /** As it is in the document, and what its path has for all its verbs. */
  source: { operation: JsonObject; shared: JsonObject }
}

export interface OpenApiDocument {
  title: string
  /** Base URLs; the first is the default. Empty text when the document names no host. */
  servers: { url: string; description: string }[]
  /** Ways to sign in that a connector knows, the one the document asks for first. */
  schemes: DocumentScheme[]
  operations: DocumentOperation[]
  references: References
}

export interface OpenApiImport {
  /** Null when the report holds an error. */
  document: OpenApiDocument | null
  report: ReportLine[]
}

const MOST_OPERATIONS = 5_000
const METHODS = new Map(httpVerbs.map((action) => [action.toLowerCase(), action]))
const OTHER_METHODS = /^(options|trace|query)$/

/**
 * Reads an OpenAPI 3 document, JSON or YAML: pure, never throws, fetches nothing. Operations are only listed; each is
 * made a step by `toOperationStep` once it is chosen.
 */
export function readOpenApi(text: string): OpenApiImport {
  const report: ReportLine[] = []
  const root = readDocumentText(text, report)
  if (!root || !isOpenApi3(root, report)) return { document: null, report }
  const references = new References(root, report)
  const operations = readOperations(root, references, report)
  const servers = readServers(own(root, 'servers'), report)
  const title = ownText(references.field(root, 'info'), 'title') ?? 'API'
  return {
    document: {
      title: title.slice(0, 100),
      servers,
      schemes: readSchemes({ root, operations, references, baseUrl: servers[0]?.url ?? '' }, report),
      operations,
      references,
    },
    report,
  }
}

function isOpenApi3(root: JsonObject, report: ReportLine[]): boolean {
  const version = own(root, 'openapi')
  const text = typeof version === 'string' || typeof version === 'number' ? String(version) : ''
  if (/^3(\.|$)/.test(text)) return true
  const message =
    own(root, 'swagger') !== undefined
      ? 'This is Swagger 2. Convert it to OpenAPI 3 first, for instance with Swagger Editor.'
      : 'This is no OpenAPI 3 document: its first line should be openapi: 3.1.0 or the like.'
  report.push({ tone: 'error', what: 'openapi', message, at: null })
  return false
}

function readOperations(root: JsonObject, references: References, report: ReportLine[]): DocumentOperation[] {
  const operations: DocumentOperation[] = []
  const paths = references.field(root, 'paths') ?? {}
  const others = new Set<string>()
  for (const [path, value] of Object.entries(paths)) {
    if (!path.startsWith('/')) continue
    if (hasDotSegment(path)) {
      left(report, path.slice(0, 80), 'Its path holds . or .. segments, which no connector sends.')
      continue
    }
    const shared = references.object(value)
    if (!shared) continue
    if (ownList(shared, 'servers').length > 0) sayServers(path, report)
    for (const [method, described] of Object.entries(shared)) {
      const action = METHODS.get(method)
      if (OTHER_METHODS.test(method)) others.add(method)
      const operation = action === undefined ? null : references.object(described)
      if (action === undefined || !operation || operations.length >= MOST_OPERATIONS) continue
      if (ownList(operation, 'servers').length > 0) sayServers(`${action} ${path}`, report)
      operations.push(toOperation(action, path, operation, shared))
    }
  }
  if (others.size > 0)
    left(report, [...others].join(', '), `Connectors send ${httpVerbs.join(', ')}, and no other verb.`)
  if (isJsonObject(own(root, 'webhooks'))) left(report, 'webhooks', 'They are calls that the API makes.')
  if (operations.length >= MOST_OPERATIONS) left(report, 'paths', 'Only the first 5,000 operations are listed.')
  if (operations.length === 0) left(report, 'paths', 'The document describes no operation that a connector can call.')
  return operations
}

function toOperation(action: string, path: string, operation: JsonObject, shared: JsonObject): DocumentOperation {
  const summary = ownText(operation, 'summary') ?? ownText(shared, 'summary') ?? ''
  return {
    key: `${action} ${path}`,
    action,
    path,
    operationId: ownText(operation, 'operationId') ?? null,
    summary: summary.slice(0, 200),
    tags: ownList(operation, 'tags').filter((tag): tag is string => typeof tag === 'string'),
    deprecated: own(operation, 'deprecated') === true,
    source: { operation, shared },
  }
}

function sayServers(what: string, report: ReportLine[]): void {
  if (report.length < 200)
    left(report, what.slice(0, 80), 'It has servers of its own. It is called at the base URL chosen here.')
}

function left(report: ReportLine[], what: string, message: string): void {
  report.push({ tone: 'left', what, message, at: null })
}

/** Both lists of parameters, those of the operation first where they are the same. */
export function parametersOf({ source }: DocumentOperation, references: References): JsonObject[] {
  const parameters = new Map<string, JsonObject>()
  const all: Json[] = [...ownList(source.shared, 'parameters'), ...ownList(source.operation, 'parameters')]
  for (const each of all.slice(0, 500)) {
    const parameter = references.object(each)
    const [name, place] = [ownText(parameter, 'name'), ownText(parameter, 'in')]
    if (parameter && name !== undefined && place !== undefined) parameters.set(`${place}\n${name}`, parameter)
  }
  return [...parameters.values()]
}
