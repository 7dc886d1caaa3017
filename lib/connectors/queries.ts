import { db, pool } from '@/lib/db'
import { isJsonObject, type JsonObject, jsonSchema } from '@/lib/language/json'
import { escapeLike, toSought } from '@/lib/like'
import { readNameCursor, writeNameCursor } from '@/lib/name-cursor'
import { DomainError } from '@/lib/result'
import type { Prisma } from '@/prisma/generated/client'
import {
  CONNECTORS_FORMAT,
  type ConnectorFile,
  connectorDefinitionSchema,
  connectorTypes,
  isConnectorType,
  readFacts,
} from './schemas'
import type { ConnectorListItem, ConnectorPage, ConnectorView } from './types'
import { countUses } from './usage/queries'

const PAGE = 50

export interface ConnectorListQuery {
  search?: string | undefined
  cursor?: string | null | undefined
  /** Rows a page, at most 200. */
  limit?: number | undefined
}

/** A page of a project's connectors by name. Keyset paging: any page of 100,000 costs as much as the first. */
export async function listConnectors(projectId: string, query: ConnectorListQuery = {}): Promise<ConnectorPage> {
  const limit = Math.min(Math.max(query.limit ?? PAGE, 1), 200)
  const search = toSought(query.search)
  const matching: Prisma.ConnectorWhereInput = { projectId }
  if (search !== '') {
    const literal = escapeLike(search)
    const contains = { contains: literal, mode: 'insensitive' as const }
    matching.OR = [
      { name: contains },
      { description: contains },
      ...searchedKeys().map((key) => ({
        config: { path: [key], string_contains: literal, mode: 'insensitive' as const },
      })),
    ]
  }
  const cursor = readNameCursor(query.cursor)
  const backwards = cursor?.direction === 'before'
  const from = cursor ? { name: backwards ? { lt: cursor.name } : { gt: cursor.name } } : {}
  const [rows, total] = await Promise.all([
    db().connector.findMany({
      where: { AND: [matching, from] },
      orderBy: { name: backwards ? 'desc' : 'asc' },
      take: limit + 1,
      include: { secrets: { select: { field: true } } },
    }),
    db().connector.count({ where: matching }),
  ])
  const more = rows.length > limit
  const page = rows.slice(0, limit)
  if (backwards) page.reverse()
  const uses = await countUses(
    projectId,
    page.map(({ id }) => id),
  )
  const [first, last] = [page[0], page.at(-1)]
  return {
    connectors: page.flatMap((row) => toListItem(row, uses.get(row.id) ?? 0)),
    total,
    nextCursor: last && (more || backwards) ? writeNameCursor('after', last.name) : null,
    previousCursor: first && (backwards ? more : cursor) ? writeNameCursor('before', first.name) : null,
  }
}

/** @throws DomainError notFound, also for another project's connector */
export async function requireConnector(projectId: string, id: string): Promise<void> {
  const found = await db().connector.findUnique({ where: { projectId_id: { projectId, id } }, select: { id: true } })
  if (!found) throw connectorNotFound()
}

/** @throws DomainError notFound, also for another project's connector */
export async function getConnector(projectId: string, id: string): Promise<ConnectorView> {
  const row = await db().connector.findUnique({
    where: { projectId_id: { projectId, id } },
    include: { secrets: { select: { field: true } } },
  })
  if (!row) throw connectorNotFound()
  return toView(row)
}

/**
 * What the audit log keeps of a connector: its settings, and for each secret how often it was set, never what it is.
 * Null when there is none.
 */
export async function findAuditedConnector(projectId: string, id: string): Promise<JsonObject | null> {
  const row = await db().connector.findUnique({
    where: { projectId_id: { projectId, id } },
    select: { name: true, description: true, config: true, secrets: { select: { field: true, version: true } } },
  })
  if (!row) return null
  const config = jsonSchema.parse(row.config)
  const secrets = row.secrets.map(({ field, version }) => [`secret ${field}`, `set in version ${version}`])
  return {
    name: row.name,
    description: row.description,
    ...(isJsonObject(config) ? config : {}),
    ...Object.fromEntries(secrets),
  }
}

/** Every connector of the project by id and name, for the menus of the flow editor. */
export async function listConnectorNames(
  projectId: string,
): Promise<{ id: string; name: string; type: string; target: string }[]> {
  const rows = await db().connector.findMany({
    where: { projectId },
    orderBy: { name: 'asc' },
    take: 5_000,
    select: { id: true, name: true, type: true, config: true },
  })
  return rows.map(({ config, ...row }) => ({ ...row, target: factsOf(row.type, config)?.target ?? '' }))
}

/**
 * The file form of some connectors, or of all: without any secret.
 * @throws DomainError notFound when one of the ids is not there
 */
export async function exportConnectors(projectId: string, ids?: readonly string[]): Promise<ConnectorFile> {
  const rows = await db().connector.findMany({
    where: { projectId, ...(ids ? { id: { in: [...ids] } } : {}) },
    orderBy: { name: 'asc' },
  })
  if (ids && rows.length < new Set(ids).size) throw connectorNotFound()
  return { format: CONNECTORS_FORMAT, connectors: rows.map((row) => toDefinition(row)) }
}

export function connectorNotFound(): DomainError {
  return new DomainError(
    'notFound',
    'There is no connector with this id in the project. It may have been deleted: reload the list of connectors.',
  )
}

type Row = Prisma.ConnectorGetPayload<object>

export function toView(row: Row & { secrets: { field: string }[] }): ConnectorView {
  const definition = toDefinition(row)
  return {
    id: row.id,
    type: definition.type,
    name: row.name,
    description: row.description,
    definition,
    insecure: factsOf(row.type, row.config)?.insecure ?? false,
    storedSecrets: row.secrets.map(({ field }) => field).sort(),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

function toDefinition(row: Row) {
  const config = typeof row.config === 'object' && row.config !== null ? row.config : {}
  return connectorDefinitionSchema.parse({ type: row.type, name: row.name, description: row.description, ...config })
}

function toListItem(row: Row & { secrets: { field: string }[] }, usedIn: number): ConnectorListItem[] {
  const { id, type, name, description } = row
  if (!isConnectorType(type)) return []
  const stored = row.secrets.map(({ field }) => field)
  const { target = '', authentication = '', insecure = false } = readFacts(type, row.config, stored) ?? {}
  return [
    { id, type, name, description, target, authentication, insecure, usedIn, updatedAt: row.updatedAt.toISOString() },
  ]
}

function factsOf(type: string, config: Prisma.JsonValue) {
  return isConnectorType(type) ? readFacts(type, config) : null
}

function searchedKeys(): string[] {
  return [...new Set(Object.values(connectorTypes).flatMap((definition) => definition.searchedKeys))]
}

/** A connector as it is stored, with its sealed secrets. */
export interface StoredConnector {
  id: string
  type: string
  name: string
  version: number
  config: unknown
  secrets: { field: string; sealed: Buffer; version: number }[]
}

/** Reads a connector and its secrets in one statement, so that both are of the same save. */
export async function findStoredConnector(projectId: string, id: string): Promise<StoredConnector | null> {
  const { rows } = await pool().query<{
    type: string
    name: string
    version: number
    config: unknown
    field: string | null
    sealed: Buffer
    secretVersion: number
  }>({
    name: 'connector-stored',
    text: `SELECT c."type", c."name", c."version", c."config", s."field", s."sealed", s."version" AS "secretVersion"
      FROM "Connector" c LEFT JOIN "ConnectorSecret" s ON s."projectId" = c."projectId" AND s."connectorId" = c."id"
      WHERE c."projectId" = $1 AND c."id" = $2`,
    values: [projectId, id],
  })
  const [first] = rows
  if (!first) return null
  const secrets = rows.flatMap(({ field, sealed, secretVersion }) =>
    field === null ? [] : [{ field, sealed, version: secretVersion }],
  )
  const { type, name, version, config } = first
  return { id, type, name, version, config, secrets }
}

/** The saved versions of several connectors at once, by `projectId` and id joined with a slash. */
export async function findConnectorVersions(keys: readonly { projectId: string; id: string }[]) {
  const { rows } = await pool().query<{ projectId: string; id: string; version: number }>({
    name: 'connector-versions',
    text: `SELECT c."projectId", c."id", c."version" FROM unnest($1::text[], $2::text[]) AS k("projectId", "id")
      JOIN "Connector" c ON c."projectId" = k."projectId" AND c."id" = k."id"
      JOIN "Project" p ON p."id" = c."projectId" AND p."deletedAt" IS NULL`,
    values: [keys.map((key) => key.projectId), keys.map((key) => key.id)],
  })
  return new Map(rows.map((row) => [`${row.projectId}/${row.id}`, row.version]))
}
