import { db } from '@/lib/db'

/** Outbound apps as people see them, and what kind they are. */
export async function findAppFaces(projectId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { name: string; logo: string; templateId: string | null }>()
  const rows = await db().outboundApp.findMany({
    where: { projectId, id: { in: [...ids] } },
    select: { id: true, name: true, logo: true, templateId: true },
  })
  return new Map(rows.map(({ id, ...face }) => [id, face]))
}

/** The scopes that a provider has granted; empty when the token is gone already. */
export async function findGrantedScopes(projectId: string, tokenId: string): Promise<string[]> {
  const row = await db().outboundToken.findUnique({
    where: { projectId_id: { projectId, id: tokenId } },
    select: { grantedScopes: true },
  })
  return row?.grantedScopes ?? []
}
