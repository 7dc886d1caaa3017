import { db, pool } from '@/lib/db'
import type { JsonObject } from '@/lib/language/json'
import { escapeLike, toSought } from '@/lib/like'
import { readNameCursor, writeNameCursor } from '@/lib/name-cursor'
import type { Prisma } from '@/prisma/generated/client'
import { OutboundError } from '../errors'
import { learnedSchema, missingSettings, type OAuthConfig, type OutboundAppType, oauthConfigSchema } from './schema'
import { type AppSecretField, appSecretFields } from './secret-binding'
import type { OutboundAppListItem, OutboundAppPage, OutboundAppView } from './types'

const PAGE = 50

export interface AppListQuery {
  search?: string | undefined
  cursor?: string | null | undefined
  /** Rows a page, at most 200. */
  limit?: number | undefined
}

/** A page of a project's apps by name. Keyset paging: any page costs as much as the first. */
export async function listApps(projectId: string, query: AppListQuery = {}): Promise<OutboundAppPage> {
  const limit = Math.min(Math.max(query.limit ?? PAGE, 1), 200)
  const search = toSought(query.search)
  const contains = { contains: escapeLike(search), mode: 'insensitive' as const }
  const matching: Prisma.OutboundAppWhereInput = {
    projectId,
    ...(search === '' ? {} : { OR: [{ name: contains }, { id: contains }, { description: contains }] }),
  }
  const cursor = readCursor(query.cursor)
  const backwards = cursor?.direction === 'before'
  const [order, past] = backwards ? (['desc', 'lt'] as const) : (['asc', 'gt'] as const)
  const from = cursor
    ? { OR: [{ name: { [past]: cursor.name } }, { name: cursor.name, id: { [past]: cursor.id } }] }
    : {}
  const [rows, total] = await Promise.all([
    db().outboundApp.findMany({
      where: { AND: [matching, from] },
      orderBy: [{ name: order }, { id: order }],
      take: limit + 1,
    }),
    db().outboundApp.count({ where: matching }),
  ])
  const more = rows.length > limit
  const page = rows.slice(0, limit)
  if (backwards) page.reverse()
  const tokens = await countTokens(
    projectId,
    page.map(({ id }) => id),
  )
  const [first, last] = [page[0], page.at(-1)]
  return {
    apps: page.map((row) => toListItem(row, tokens.get(row.id))),
    total,
    nextCursor: last && (more || backwards) ? writeCursor('after', last) : null,
    previousCursor: first && (backwards ? more : cursor) ? writeCursor('before', first) : null,
  }
}

/** An app as a browser may see it; null when there is none of this id in the project. */
export async function findApp(
  projectId: string,
  id: string,
  client: Pick<Prisma.TransactionClient, 'outboundApp'> = db(),
): Promise<OutboundAppView | null> {
  const row = await client.outboundApp.findUnique({
    where: { projectId_id: { projectId, id } },
    include: { secrets: { select: { field: true } } },
  })
  return row && toView(row)
}

/** @throws OutboundError notFound, also for another project's app */
export async function requireApp(
  projectId: string,
  id: string,
  client?: Pick<Prisma.TransactionClient, 'outboundApp'>,
): Promise<OutboundAppView> {
  const app = await findApp(projectId, id, client)
  if (!app) throw new OutboundError('notFound')
  return app
}

/** Every app of the project, by name. At most 5,000: SDKs ask for all at once. */
export async function listAllApps(projectId: string): Promise<OutboundAppView[]> {
  const rows = await db().outboundApp.findMany({
    where: { projectId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 5_000,
    include: { secrets: { select: { field: true } } },
  })
  return rows.map(toView)
}

/**
 * What the audit log keeps of an app: its settings, and for each secret how often it was set, never what it is. Null
 * when there is none.
 */
export async function findAuditedApp(projectId: string, id: string): Promise<JsonObject | null> {
  const row = await db().outboundApp.findUnique({
    where: { projectId_id: { projectId, id } },
    include: { secrets: { select: { field: true, version: true } } },
  })
  if (!row) return null
  const { name, description, logo, templateId } = row
  const config = row.type === 'apiKey' ? {} : toConfig(row.config)
  const secrets = row.secrets.map(({ field, version }) => [`secret ${field}`, `set in version ${version}`])
  // An image in itself would fill the log.
  const shownLogo = logo.startsWith('data:') ? `image, ${logo.length} characters` : logo
  return { name, description, logo: shownLogo, templateId, ...config, ...Object.fromEntries(secrets) }
}

/** How many tokens an app holds, and of how many users and tenants: what a deletion takes along. */
export async function countAppTokens(
  projectId: string,
  appId: string,
  client: Pick<Prisma.TransactionClient, '$queryRaw'> = db(),
): Promise<{ tokens: number; users: number; tenants: number }> {
  const [counts] = await client.$queryRaw<{ tokens: number; users: number; tenants: number }[]>`
    SELECT count(*)::int AS "tokens", count(DISTINCT "userId")::int AS "users",
      count(DISTINCT "tenantId")::int AS "tenants"
    FROM "OutboundToken" WHERE "projectId" = ${projectId} AND "appId" = ${appId}`
  return counts ?? { tokens: 0, users: 0, tenants: 0 }
}

/** An app as it is stored, with its sealed secrets. */
export interface StoredApp {
  type: string
  name: string
  version: number
  createdAt: Date
  config: unknown
  secrets: { field: AppSecretField; sealed: Uint8Array; version: number }[]
}

/** Reads an app and its secrets in one statement, so that both are of the same save. */
export async function findStoredApp(projectId: string, id: string): Promise<StoredApp | null> {
  const { rows } = await pool().query<{
    type: string
    name: string
    version: number
    createdAt: Date
    config: unknown
    field: string | null
    sealed: Buffer
    secretVersion: number
  }>({
    name: 'outbound-app-stored',
    text: `SELECT a."type", a."name", a."version", a."createdAt", a."config", s."field", s."sealed", s."version" AS "secretVersion"
      FROM "OutboundApp" a LEFT JOIN "OutboundAppSecret" s ON s."projectId" = a."projectId" AND s."appId" = a."id"
      WHERE a."projectId" = $1 AND a."id" = $2`,
    values: [projectId, id],
  })
  const [first] = rows
  if (!first) return null
  const secrets = rows.flatMap(({ field, sealed, secretVersion }) => {
    const known = appSecretFields.find((name) => name === field)
    return known ? [{ field: known, sealed, version: secretVersion }] : []
  })
  const { type, name, version, createdAt, config } = first
  return { type, name, version, createdAt, config, secrets }
}

/** The saved versions of several apps and what their providers taught, by `projectId` and id joined with a slash. */
export async function findAppStates(keys: readonly { projectId: string; appId: string }[]) {
  const { rows } = await pool().query<{
    projectId: string
    id: string
    version: number
    createdAt: Date
    learned: unknown
  }>({
    name: 'outbound-app-states',
    text: `SELECT a."projectId", a."id", a."version", a."createdAt", a."learned"
      FROM unnest($1::text[], $2::text[]) AS k("projectId", "id")
      JOIN "OutboundApp" a ON a."projectId" = k."projectId" AND a."id" = k."id"
      JOIN "Project" p ON p."id" = a."projectId" AND p."deletedAt" IS NULL`,
    values: [keys.map((key) => key.projectId), keys.map((key) => key.appId)],
  })
  return new Map(
    rows.map(({ projectId, id, version, createdAt, learned }) => [
      `${projectId}/${id}`,
      { version, createdAt, learned: learnedSchema.catch({}).parse(learned) },
    ]),
  )
}

/** The settings of an OAuth app as they are stored, with the defaults of those that came later. */
export function toConfig(stored: unknown): OAuthConfig {
  return oauthConfigSchema.parse(stored)
}

type Row = Prisma.OutboundAppGetPayload<object>

function toView(row: Row & { secrets: { field: string }[] }): OutboundAppView {
  const type = toType(row.type)
  return {
    id: row.id,
    type,
    name: row.name,
    description: row.description,
    logo: row.logo,
    templateId: row.templateId,
    config: type === 'oauth' ? toConfig(row.config) : null,
    learned: learnedSchema.catch({}).parse(row.learned),
    storedSecrets: appSecretFields.filter((field) => row.secrets.some((secret) => secret.field === field)),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

function toListItem(row: Row, counts = { tokens: 0, needReconnect: 0 }): OutboundAppListItem {
  const type = toType(row.type)
  return {
    id: row.id,
    type,
    name: row.name,
    description: row.description,
    logo: row.logo,
    templateId: row.templateId,
    incomplete: type === 'oauth' && Object.keys(missingSettings(toConfig(row.config))).length > 0,
    ...counts,
    updatedAt: row.updatedAt.toISOString(),
  }
}

export function toType(type: string): OutboundAppType {
  return type === 'apiKey' ? 'apiKey' : 'oauth'
}

async function countTokens(projectId: string, appIds: string[]) {
  if (appIds.length === 0) return new Map<string, { tokens: number; needReconnect: number }>()
  const rows = await db().$queryRaw<{ appId: string; tokens: number; needReconnect: number }[]>`
    SELECT "appId", count(*)::int AS "tokens",
      (count(*) FILTER (WHERE "status" = 'needsReconnect'))::int AS "needReconnect"
    FROM "OutboundToken" WHERE "projectId" = ${projectId} AND "appId" = ANY(${appIds}) GROUP BY "appId"`
  return new Map(rows.map(({ appId, ...counts }) => [appId, counts]))
}

// Names may be the same, ids are not: both tell where a page begins. No name holds a line break.
function writeCursor(direction: 'after' | 'before', { name, id }: { name: string; id: string }): string {
  return writeNameCursor(direction, `${name}\n${id}`)
}

function readCursor(text: string | null | undefined) {
  const cursor = readNameCursor(text)
  const [name, id] = cursor?.name.split('\n') ?? []
  return cursor && name !== undefined && id !== undefined ? { direction: cursor.direction, name, id } : null
}
