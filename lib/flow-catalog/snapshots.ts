import { createHash } from 'node:crypto'
import type { PrismaClient } from '@/prisma/generated/client'
import { db } from '../db'
import { type FlowDocument, flowDocumentSchema } from '../flow/schema'
import { canonicalJson } from '../language/canonical-json'

/**
 * Keeps a document by the hash of its content, once. One that was kept before is marked as used again, so that a
 * clean-up does not take it from under an execution that is about to be written.
 * @returns the hash
 */
export async function ensureSnapshot(
  projectId: string,
  document: FlowDocument,
  client: Pick<PrismaClient, '$executeRaw'> = db(),
): Promise<string> {
  const hash = snapshotHash(document)
  await client.$executeRaw`
    INSERT INTO "FlowSnapshot" ("projectId", "hash", "flowId", "document")
    VALUES (${projectId}, ${hash}, ${document.id}, ${JSON.stringify(document)}::json)
    ON CONFLICT ("projectId", "hash") DO UPDATE SET "createdAt" = now() WHERE "FlowSnapshot"."createdAt" < now() - interval '1 hour'`
  return hash
}

/** Marks snapshots as used, so that a clean-up does not take them from under an execution which waits. */
export async function touchSnapshots(projectId: string, hashes: readonly string[]): Promise<void> {
  await db().$executeRaw`
    UPDATE "FlowSnapshot" SET "createdAt" = now()
    WHERE "projectId" = ${projectId} AND "hash" = ANY(${hashes}) AND "createdAt" < now() - interval '1 hour'`
}

/** The document with this hash, or null. */
export async function loadSnapshot(projectId: string, hash: string): Promise<FlowDocument | null> {
  const row = await db().flowSnapshot.findUnique({ where: { projectId_hash: { projectId, hash } } })
  return row ? flowDocumentSchema.parse(row.document) : null
}

/** The SHA-256 of a document's canonical JSON, in hexadecimal: equal documents have equal hashes, whatever their key order. */
export function snapshotHash(document: FlowDocument): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex')
}
