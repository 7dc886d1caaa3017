import { isDeepStrictEqual } from 'node:util'
import { db } from '@/lib/db'
import { findUnstorableText, unstorableText } from '@/lib/language/json'
import { DomainError } from '@/lib/result'
import { Prisma } from '@/prisma/generated/client'
import { listAttributes } from '../../attributes/queries'
import { mergeAttributes } from '../../attributes/service'
import { toLoginKey } from '../../login-id'
import { listUsersByIds, type UserRow } from '../queries'
import { toUserResponse } from '../response'
import { newUserSchema } from '../schema'
import { toSearchText } from '../search-text'
import { createUser, newUserId, toLoginRows, updateUser } from '../service'
import { type ReadRow, readRow } from './read-row'
import type { ImportProblem, ImportResult, ImportRow } from './schema'

type NewRow = Extract<ReadRow, { ok: true }>['user']

interface Planned {
  line: number
  user: NewRow
  /** Whose id it is, or will be. */
  userId: string
  /** Null: a new one. */
  existing: UserRow | null
}

/** A user that an import has written. */
export interface ImportedUser {
  /** Null: made by it. */
  before: UserRow | null
  after: UserRow
}

/**
 * Writes a batch of a file's lines: who has one of a line's login ids is changed, everybody else is new. A line that is
 * wrong is told and left out. The same lines again change nothing.
 * @param dryRun writes nothing, and answers what would be done
 */
export async function importUsers(
  projectId: string,
  rows: readonly ImportRow[],
  { dryRun }: { dryRun: boolean },
): Promise<ImportResult & { written: ImportedUser[] }> {
  const { planned, problems } = await plan(projectId, rows)
  const added = planned.filter(({ existing }) => existing === null)
  const changed = planned.filter(({ existing, user }) => existing !== null && !saysNothingNew(existing, user))
  const unchanged = planned.length - added.length - changed.length
  const failed = new Set<number>()
  let written: ImportedUser[] = []
  if (!dryRun) {
    const refused = [...(await createAll(projectId, added)), ...(await updateAll(projectId, changed))]
    for (const { line } of refused) failed.add(line)
    problems.push(...refused)
    written = await listWritten(
      projectId,
      [...added, ...changed].filter(({ line }) => !failed.has(line)),
    )
  }
  const count = (lines: readonly Planned[]) => lines.filter(({ line }) => !failed.has(line)).length
  return {
    created: count(added),
    updated: count(changed),
    unchanged,
    problems: problems.sort((a, b) => a.line - b.line),
    written,
  }
}

async function listWritten(projectId: string, planned: readonly Planned[]): Promise<ImportedUser[]> {
  const users = await listUsersByIds(
    projectId,
    planned.map(({ userId }) => userId),
  )
  const before = new Map(planned.map(({ userId, existing }) => [userId, existing]))
  return users.map((after) => ({ before: before.get(after.id) ?? null, after }))
}

async function plan(
  projectId: string,
  rows: readonly ImportRow[],
): Promise<{ planned: Planned[]; problems: ImportProblem[] }> {
  const problems: ImportProblem[] = []
  const attributes = await listAttributes(projectId, 'user')
  const read = rows.flatMap((row) => {
    // In one line, it must not keep the others out.
    if (findUnstorableText(row.values)) {
      problems.push({ line: row.line, message: unstorableText })
      return []
    }
    const result = readRow(row, attributes)
    if (result.ok) return [{ line: row.line, user: result.user, keys: result.user.loginIds.map(toLoginKey) }]
    problems.push({ line: row.line, message: result.message })
    return []
  })
  const tenantIds = [...new Set(read.flatMap(({ user }) => (user.tenants ?? []).map(({ tenantId }) => tenantId)))]
  const [owners, tenants] = await Promise.all([
    db().userLoginId.findMany({
      where: { projectId, key: { in: [...new Set(read.flatMap(({ keys }) => keys))] } },
      select: { key: true, userId: true },
    }),
    db().tenant.findMany({ where: { projectId, id: { in: tenantIds } }, select: { id: true } }),
  ])
  const ownerOf = new Map(owners.map(({ key, userId }) => [key, userId]))
  const existing = await listUsersByIds(projectId, [...new Set(owners.map(({ userId }) => userId))])
  const userOf = new Map(existing.map((user) => [user.id, user]))
  const knownTenants = new Set(tenants.map(({ id }) => id))
  const lineOf = new Map<string, number>()
  const planned = read.flatMap(({ line, user, keys }): Planned[] => {
    const refuse = (message: string) => {
      problems.push({ line, message })
      return []
    }
    const twin = keys.map((key) => lineOf.get(key)).find((each) => each !== undefined)
    if (twin !== undefined) return refuse(`Line ${twin} has the same login id. Keep one of the two.`)
    const missing = (user.tenants ?? []).find(({ tenantId }) => !knownTenants.has(tenantId))
    if (missing) return refuse(`There is no tenant “${missing.tenantId}”. Create it first, or correct its id.`)
    const ids = [...new Set(keys.flatMap((key) => ownerOf.get(key) ?? []))]
    if (ids.length > 1) return refuse('Its login ids belong to two users. Give the login ids of one of them.')
    for (const key of keys) lineOf.set(key, line)
    const existing = userOf.get(ids[0] ?? '') ?? null
    return [{ line, user, userId: existing?.id ?? newUserId(), existing }]
  })
  return { planned, problems }
}

/** Whether a user has all that a line says. */
function saysNothingNew(existing: UserRow, { loginIds, tenants, customAttributes, ...fields }: NewRow): boolean {
  const before = toUserResponse(existing)
  const keys = new Set(before.loginIds.map(toLoginKey))
  const stored: Record<string, unknown> = { ...before }
  const memberships = before.userTenants.map(({ tenantId, roleNames }) => ({ tenantId, roleNames }))
  const byTenant = (given: typeof memberships) => new Map(given.map(({ tenantId, roleNames }) => [tenantId, roleNames]))
  return (
    loginIds.every((loginId) => keys.has(toLoginKey(loginId))) &&
    Object.entries(fields).every(([field, value]) => value === undefined || isDeepStrictEqual(stored[field], value)) &&
    (tenants === undefined || isDeepStrictEqual(byTenant(memberships), byTenant(tenants))) &&
    Object.entries(customAttributes ?? {}).every(([name, value]) =>
      isDeepStrictEqual(before.customAttributes[name], value),
    )
  )
}

/** All in four statements; when one of them is refused, one by one, to tell which line it is. */
async function createAll(projectId: string, planned: readonly Planned[]): Promise<ImportProblem[]> {
  if (planned.length === 0) return []
  const users = planned.map(({ userId, user }) => ({ id: userId, ...newUserSchema.parse(user) }))
  const now = Date.now()
  try {
    await db().$transaction([
      db().user.createMany({
        data: users.map(({ loginIds, tenants, customAttributes, ...fields }, at) => ({
          ...fields,
          projectId,
          customAttributes: mergeAttributes({}, toValues(customAttributes)),
          searchText: toSearchText({ ...fields, loginIds }),
          // In the order of the file, so that the list shows the first lines last.
          createdAt: new Date(now + at),
        })),
      }),
      db().userLoginId.createMany({ data: users.flatMap(({ id, loginIds }) => toLoginRows(projectId, id, loginIds)) }),
      db().tenantMember.createMany({
        data: users.flatMap(({ id, tenants }) => (tenants ?? []).map((each) => ({ ...each, projectId, userId: id }))),
      }),
    ])
    return []
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError)) throw error
  }
  return await oneByOne(planned, async (line) => {
    line.userId = (await createUser(projectId, line.user)).id
  })
}

async function updateAll(projectId: string, planned: readonly Planned[]): Promise<ImportProblem[]> {
  return await oneByOne(planned, async ({ user: { loginIds, ...patch }, existing }) => {
    if (!existing) return
    const known = existing.loginIds.map(({ loginId }) => loginId)
    const keys = new Set(known.map(toLoginKey))
    const added = loginIds.filter((loginId) => !keys.has(toLoginKey(loginId)))
    await updateUser(projectId, existing.id, {
      ...patch,
      ...(added.length > 0 ? { loginIds: [...known, ...added] } : {}),
    })
  })
}

async function oneByOne(
  planned: readonly Planned[],
  work: (line: Planned) => Promise<unknown>,
): Promise<ImportProblem[]> {
  const refused: ImportProblem[] = []
  for (const line of planned) {
    try {
      await work(line)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      refused.push({ line: line.line, message: error.message })
    }
  }
  return refused
}

// They were read by the schema of the attributes when the line was.
function toValues(given: Record<string, unknown> | undefined): Parameters<typeof mergeAttributes>[1] {
  return (given ?? {}) as Parameters<typeof mergeAttributes>[1]
}
