import { containing, toSought } from '@/lib/like'
import { Prisma } from '@/prisma/generated/client'
import { toAttributeCondition } from '../../../conditions/queries'
import { isUserId, toLoginKey } from '../../../login-id'
import { toSearched } from '../../search-text'
import type { UserFilter } from '../../types'

/** The condition of a search over `"User" u`, each part of it by an index. */
export function toUserWhere(projectId: string, filter: UserFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`u."projectId" = ${projectId}`]
  const add = (part: Prisma.Sql | null) => (part ? parts.push(part) : undefined)
  const any = <T>(values: readonly T[] | undefined, to: (given: T[]) => Prisma.Sql) =>
    add(values && values.length > 0 ? to([...values]) : null)

  add(toText(filter.text))
  any(filter.statuses, (given) => Prisma.sql`u."status" = ANY(${given}::"UserStatus"[])`)
  any(filter.userIds, (given) => Prisma.sql`u."id" = ANY(${given}::text[])`)
  any(filter.emails, (given) => Prisma.sql`u."email" = ANY(${given.map((each) => each.trim().toLowerCase())}::text[])`)
  any(filter.phones, (given) => Prisma.sql`u."phone" = ANY(${given.map(toPhone)}::text[])`)
  any(
    filter.loginIds,
    (given) => Prisma.sql`u."id" IN (
      SELECT l."userId" FROM "UserLoginId" l
      WHERE l."projectId" = ${projectId} AND l."key" = ANY(${given.map(toLoginKey)}::text[]))`,
  )
  any(
    filter.tenantIds,
    (given) => Prisma.sql`EXISTS (
      SELECT 1 FROM "TenantMember" m
      WHERE m."projectId" = ${projectId} AND m."userId" = u."id" AND m."tenantId" = ANY(${given}::text[]))`,
  )
  any(
    filter.roleNames,
    (given) => Prisma.sql`(u."roleNames" && ${given}::text[] OR EXISTS (
      SELECT 1 FROM "TenantMember" m
      WHERE m."projectId" = ${projectId} AND m."userId" = u."id" AND m."roleNames" && ${given}::text[]))`,
  )
  for (const [name, value] of Object.entries(filter.attributes ?? {}))
    add(toAttributeCondition(Prisma.sql`u."customAttributes"`, name, value))
  if (filter.verifiedEmail !== undefined) add(Prisma.sql`u."verifiedEmail" = ${filter.verifiedEmail}`)
  if (filter.verifiedPhone !== undefined) add(Prisma.sql`u."verifiedPhone" = ${filter.verifiedPhone}`)
  if (filter.createdFrom !== undefined) add(Prisma.sql`u."createdAt" >= ${new Date(filter.createdFrom)}`)
  if (filter.createdTo !== undefined) add(Prisma.sql`u."createdAt" <= ${new Date(filter.createdTo)}`)
  if (filter.changedFrom !== undefined) add(Prisma.sql`u."updatedAt" >= ${new Date(filter.changedFrom)}`)
  if (filter.changedTo !== undefined) add(Prisma.sql`u."updatedAt" <= ${new Date(filter.changedTo)}`)
  if (filter.test !== undefined) add(Prisma.sql`u."test" = ${filter.test === 'only'}`)
  return Prisma.join(parts, ' AND ')
}

function toText(given: string | undefined): Prisma.Sql | null {
  const text = toSought(given)
  if (text === '') return null
  if (isUserId(text)) return Prisma.sql`u."id" = ${text}`
  return Prisma.sql`u."searchText" LIKE ${containing(toSearched(text))}`
}

function toPhone(text: string): string {
  return text.replace(/[\s().-]/g, '')
}
