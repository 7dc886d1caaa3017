import { db } from '@/lib/db'

/** The ids of the apps for which an owner holds a token that works, sorted. */
export async function listConnectedApps(projectId: string, ownerKey: string): Promise<string[]> {
  const rows = await db().outboundToken.findMany({
    where: { projectId, ownerKey, status: 'active' },
    distinct: ['appId'],
    select: { appId: true },
    orderBy: { appId: 'asc' },
  })
  return rows.map(({ appId }) => appId)
}
