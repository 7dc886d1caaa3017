import { db } from '@/lib/db'
import type { OutboundAppFacts } from '@/lib/flow/problems'
import type { Prisma } from '@/prisma/generated/client'

const MOST_APPS = 5_000
/** Of all logos together: they go to a browser with the editor. */
const LOGOS_LENGTH = 500_000

/** The apps that a flow may name, by name; logos as far as they are data and not too many. */
export async function listAppChoices(projectId: string): Promise<OutboundAppFacts[]> {
  const rows = await db().$queryRaw<(Omit<OutboundAppFacts, 'logo'> & { logo: string | null })[]>`
    SELECT "id", "name", "type"::text, CASE WHEN "logo" LIKE 'data:image/%'
      AND sum(length("logo")) OVER (ORDER BY "name", "id") <= ${LOGOS_LENGTH} THEN "logo" END AS "logo"
    FROM "OutboundApp" WHERE "projectId" = ${projectId} ORDER BY "name", "id" LIMIT ${MOST_APPS}`
  return rows.map(({ logo, ...app }) => (logo === null ? app : { ...app, logo }))
}

/** The apps by id and name, without what only pictures need. */
export async function listAppNames(projectId: string): Promise<{ id: string; name: string }[]> {
  return await db().outboundApp.findMany({
    where: { projectId },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_APPS,
  })
}

/** Those of the apps that are there, none of which can be deleted before the transaction ends. */
export async function holdAppReferences(
  projectId: string,
  ids: readonly string[],
  tx: Prisma.TransactionClient,
): Promise<OutboundAppFacts[]> {
  if (ids.length === 0) return []
  return await tx.$queryRaw<OutboundAppFacts[]>`
    SELECT "id", "name", "type"::text FROM "OutboundApp" WHERE "projectId" = ${projectId} AND "id" = ANY(${ids})
    ORDER BY "id" FOR KEY SHARE`
}
