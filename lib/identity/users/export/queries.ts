import { db } from '@/lib/db'
import { toPage, toPlace } from '../../conditions/queries'
import { listUsersByIds, type UserRow } from '../queries'
import { toUserWhere } from '../search/queries/where'
import type { UserFilter } from '../types'

const EXPORT_PAGE = 1_000

/** Every user that a filter leaves, newest first, page by page: an export never holds all of them. */
export async function* readUsers(projectId: string, filter: UserFilter): AsyncGenerator<UserRow[]> {
  const where = toUserWhere(projectId, filter)
  let cursor: string | null = null
  do {
    const place = toPlace('u', { cursor, limit: EXPORT_PAGE })
    const read: { id: string; createdAt: Date }[] = await db().$queryRaw`
      SELECT u."id", u."createdAt" FROM "User" u WHERE ${where} ${place.sql}`
    const page = toPage(read, place)
    yield await listUsersByIds(
      projectId,
      page.rows.map(({ id }) => id),
    )
    cursor = page.nextCursor
  } while (cursor !== null)
}
