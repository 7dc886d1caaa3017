import { z } from 'zod'
import { db } from '@/lib/db'
import { httpConfigSchema } from '../../http/schema'
import type { ImportTarget } from '../compare-connector'

/** More than a menu can show. */
const AT_MOST = 1_000

// What is not named here stays on the server.
const settingsSchema = z.object(httpConfigSchema.shape).pick({
  baseUrl: true,
  authentication: true,
  headers: true,
  insecure: true,
  retry: true,
  awsAuthType: true,
  awsAccessKeyId: true,
  awsRegion: true,
  awsService: true,
})

/** The HTTP connectors of a project by name, with their public settings: what an imported call may be made by. */
export async function listImportTargets(projectId: string): Promise<ImportTarget[]> {
  const rows = await db().connector.findMany({
    where: { projectId, type: 'http' },
    orderBy: { name: 'asc' },
    take: AT_MOST,
    select: { id: true, name: true, config: true },
  })
  return rows.flatMap(({ id, name, config }) => {
    const { data } = settingsSchema.safeParse(config)
    return data ? [{ id, name, ...data }] : []
  })
}
