import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { checkConnector } from '../checks'
import { toFields } from '../input'
import { secretsThatMove } from '../kept-secrets'
import { CONNECTORS_FORMAT, type ConnectorInput, connectorInputSchema } from '../schemas'
import { changeConnector, insertConnector, refuseTakenName, storedForChange, toChange, toNew } from '../service'

export interface ImportConnectors {
  projectId: string
  operatorId: string | null
  /** The parsed JSON: one connector, an array of them, or the file form. */
  document: unknown
  /**
   * Answers `{ "$env": "NAME" }`. Give the environment of the person who imports, never the server's: a file could
   * otherwise send the server's own secrets wherever its connector points.
   */
  environment?: Record<string, string | undefined>
}

export interface ImportedConnectors {
  created: { id: string; name: string }[]
  updated: { id: string; name: string }[]
}

/**
 * Writes the connectors of a file: those whose name exists are updated, the others made. A secret that is left out
 * keeps the stored one, unless the file leads the connector to another host. All of the file is checked before anything is written, and all is written or nothing.
 * @throws DomainError invalid with a message per path of the file
 */
export async function importConnectors(request: ImportConnectors): Promise<ImportedConnectors> {
  const { projectId, operatorId } = request
  const items = parseFile(request.document, request.environment)
  return refuseTakenName(() =>
    db().$transaction(
      async (transaction) => {
        const stored = await transaction.connector.findMany({
          where: { projectId, name: { in: items.map(({ input }) => input.name) } },
          select: storedForChange,
        })
        const known = new Map(stored.map((row) => [row.name, row]))
        const moved = items.flatMap(({ input, prefix }) => {
          const row = known.get(input.name)
          if (row && row.type !== input.type) return []
          const change = row ? toChange(row, input) : toNew(input)
          const refused = { ...checkConnector(change), ...secretsThatMove(change) }
          return Object.entries(refused).map(([path, message]): [string, string] => [
            [...prefix, path].join('.'),
            message,
          ])
        })
        refuseFields(Object.fromEntries(moved))
        const result: ImportedConnectors = { created: [], updated: [] }
        for (const { input } of items) {
          const row = known.get(input.name)
          const id = row?.id ?? newId()
          if (!row) await insertConnector(transaction, projectId, id, operatorId, input)
          else if (row.type !== input.type) {
            throw new DomainError(
              'invalid',
              `${input.name} exists as a connector of type ${row.type}. Rename one of them.`,
            )
          } else if (!(await changeConnector(transaction, projectId, id, row.version, operatorId, input))) {
            throw new DomainError('conflict', `${input.name} was saved by someone else meanwhile. Import again.`)
          }
          result[row ? 'updated' : 'created'].push({ id, name: input.name })
        }
        return result
      },
      { timeout: 60_000 },
    ),
  )
}

interface FileItem {
  input: ConnectorInput
  /** Where it is in the file. */
  prefix: readonly (string | number)[]
}

function parseFile(document: unknown, environment: Record<string, string | undefined> | undefined): FileItem[] {
  const { items, at } = findItems(document)
  if (items.length === 0) throw new DomainError('invalid', 'The file holds no connector.')
  const fields: Record<string, string> = {}
  const names = new Map<string, number>()
  const read = items.flatMap((item, index) => {
    const prefix = at(index)
    const parsed = connectorInputSchema.safeParse(withEnvironment(item, prefix, environment, fields))
    if (!parsed.success) {
      for (const [path, message] of Object.entries(toFields(parsed.error.issues, prefix))) fields[path] ??= message
      return []
    }
    const { name } = parsed.data
    if (names.has(name)) fields[[...prefix, 'name'].join('.')] = 'Another connector of this file has the same name.'
    names.set(name, index)
    return [{ input: parsed.data, prefix }]
  })
  refuseFields(fields)
  return read
}

/** @throws DomainError invalid when a path of the file has a message */
function refuseFields(fields: Record<string, string>): void {
  const problems = Object.entries(fields)
  if (problems.length === 0) return
  const lines = problems.slice(0, 20).map(([path, message]) => `${path}: ${message}`)
  throw new DomainError('invalid', `The file was not imported.\n${lines.join('\n')}`, fields)
}

function findItems(document: unknown): { items: unknown[]; at: (index: number) => (string | number)[] } {
  if (Array.isArray(document)) return { items: document, at: (index) => [index] }
  if (!isRecord(document))
    throw new DomainError('invalid', 'The file must hold a JSON object or an array of connectors.')
  if (!('format' in document) && !('connectors' in document)) return { items: [document], at: () => [] }
  const { format, connectors, ...rest } = document
  if (format !== CONNECTORS_FORMAT) {
    throw new DomainError('invalid', `The file\u2019s format must be "${CONNECTORS_FORMAT}".`, {
      format: 'Not this format.',
    })
  }
  const unknown = Object.keys(rest)
  if (unknown.length > 0) {
    const fields = Object.fromEntries(unknown.map((key) => [key, 'This key is not known. Remove it.']))
    throw new DomainError('invalid', `The file holds keys that are not known: ${unknown.join(', ')}.`, fields)
  }
  if (!Array.isArray(connectors)) throw new DomainError('invalid', 'The file\u2019s "connectors" must be an array.')
  return { items: connectors, at: (index) => ['connectors', index] }
}

/** A copy with every `{ "$env": "NAME" }` replaced by that variable; what is missing is reported at its path. */
function withEnvironment(
  value: unknown,
  path: readonly (string | number)[],
  environment: Record<string, string | undefined> | undefined,
  fields: Record<string, string>,
): unknown {
  if (Array.isArray(value)) return value.map((item, at) => withEnvironment(item, [...path, at], environment, fields))
  if (!isRecord(value)) return value
  const name = value.$env
  if (typeof name === 'string' && Object.keys(value).length === 1) {
    const found = environment && Object.hasOwn(environment, name) ? environment[name] : undefined
    if (found !== undefined && found !== '') return found
    fields[path.join('.')] = environment
      ? `The environment variable ${name} is not set.`
      : 'Variables of the environment can be used by the command line only. Write the value itself, or leave it out.'
    return undefined
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withEnvironment(item, [...path, key], environment, fields)]),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
