import { db } from '@/lib/db'
import type { Learned } from '../schema'

/** Remembers what a provider taught, beside what is known already. An app that is gone meanwhile has nothing to learn. */
export async function learn(projectId: string, appId: string, learned: Learned): Promise<void> {
  await db().$executeRaw`
    UPDATE "OutboundApp" SET "learned" = "learned" || ${JSON.stringify(learned)}::jsonb
    WHERE "projectId" = ${projectId} AND "id" = ${appId}`
}
