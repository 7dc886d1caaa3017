import { findUnstorableText } from '@/lib/language/json'
import { Prisma } from '@/prisma/generated/client'
import { db } from '../db'
import type { ImportReport } from '../flow/descope/types'
import { emptyFlow, type FlowDocument } from '../flow/schema'
import { findTemplate, toTemplateFile } from '../flow/templates/registry'
import { cancelCalls } from '../jobs/cancel-calls'
import { canonicalJson } from '../language/canonical-json'
import { DomainError } from '../result'
import { EXECUTION_CHANNEL } from '../runner/types'
import { flowMessages } from './messages'
import { findFreeNames, getFlow } from './queries'
import { type FileNames, readFlowFile, readTemplate } from './read-flow-file'
import { type CreateFlowInput, type ImportFlowInput, type SaveDraftInput, suggestFlowId } from './schema'
import { describeSubflowUses, lockSubflows, subflowUses } from './subflows/queries'

/** The operator or key that writes; null for the system itself. */
type Actor = string | null

/**
 * Creates a flow, empty or from a template.
 * @returns with the names of the connectors that the template calls and the project does not have
 * @throws DomainError `invalid` at `id` or `name` when it is taken, at `template` when there is none
 */
export async function createFlow(
  projectId: string,
  { id, name, kind, template }: Pick<CreateFlowInput, 'id' | 'name' | 'kind' | 'template'>,
  actor: Actor,
): Promise<{ id: string; missing: string[] }> {
  const flowId = id ?? (await findFreeNames(projectId, suggestFlowId(name), name)).id
  if (template === undefined)
    return { ...(await insertFlow(projectId, emptyFlow(flowId, name, kind), actor)), missing: [] }
  const found = findTemplate(template)
  if (!found) throw new DomainError('invalid', flowMessages.noTemplate, { template: flowMessages.noTemplate })
  const { document, missing } = await readTemplate(projectId, toTemplateFile(found, flowId, name))
  return { ...(await insertFlow(projectId, document, actor)), missing }
}

/**
 * Stores a draft when its revision is still the one it began from, or in any case with `force`.
 * @throws DomainError `conflict` when it is not; `invalid` at `name` when another flow has the name
 */
export async function saveDraft(
  projectId: string,
  { flowId, revision, document, force }: Pick<SaveDraftInput, 'flowId' | 'revision' | 'document' | 'force'>,
  actor: Actor,
): Promise<{ revision: number; savedAt: string }> {
  if (document.id !== flowId) throw new DomainError('invalid', flowMessages.otherId, { id: flowMessages.otherId })
  const savedAt = new Date()
  const saved = await refuseTaken(projectId, document, false, () =>
    db().flow.updateManyAndReturn({
      where: { projectId, id: flowId, ...(force ? {} : { draftRevision: revision }) },
      data: {
        ...toColumns(document),
        draftRevision: { increment: 1 },
        draftSavedAt: savedAt,
        draftSavedById: actor,
      },
      select: { draftRevision: true },
    }),
  )
  const stored = saved[0]
  if (stored) return { revision: stored.draftRevision, savedAt: savedAt.toISOString() }
  const theirs = await getFlow(projectId, flowId)
  // A save that was under way when its page was reloaded has arrived: what is restored then is what is stored.
  if (canonicalJson(theirs.draft) === canonicalJson(document))
    return { revision: theirs.draftRevision, savedAt: theirs.draftSavedAt }
  throw new DomainError('conflict', flowMessages.draftConflict, undefined, {
    revision: theirs.draftRevision,
    savedAt: theirs.draftSavedAt,
    savedBy: theirs.draftSavedBy,
  })
}

/** Keeps a document as a new flow under a free id and name. */
export async function saveCopy(projectId: string, document: FlowDocument, actor: Actor): Promise<{ id: string }> {
  const free = await findFreeNames(projectId, document.id, `Copy of ${document.name}`)
  return await insertFlow(projectId, { ...document, ...free }, actor)
}

/** A new flow with the same draft, under a free id and name; versions stay with the original. */
export async function duplicateFlow(projectId: string, flowId: string, actor: Actor): Promise<{ id: string }> {
  const { draft } = await getFlow(projectId, flowId)
  return await saveCopy(projectId, draft, actor)
}

/** Stops or lets start new executions of the live version; the draft can always be run in the console. */
export async function setFlowDisabled(projectId: string, flowId: string, disabled: boolean): Promise<void> {
  const { count } = await db().flow.updateMany({ where: { projectId, id: flowId }, data: { disabled } })
  if (count === 0) throw new DomainError('notFound', flowMessages.notFound)
}

/**
 * Deletes a flow with its draft and versions, and cancels what still runs or waits, asynchronous calls included; ended
 * executions stay.
 */
export async function deleteFlow(projectId: string, flowId: string): Promise<{ cancelled: number }> {
  return await db().$transaction(async (tx) => {
    await lockSubflows(projectId, tx)
    const uses = await subflowUses(projectId, flowId, tx)
    if (uses.length > 0) throw new DomainError('inUse', flowMessages.usedAsSubflow(describeSubflowUses(uses)))
    const { count } = await tx.flow.deleteMany({ where: { projectId, id: flowId } })
    if (count === 0) throw new DomainError('notFound', flowMessages.notFound)
    // The revision moves on, so that a process which still drives one of them cannot commit any more.
    const cancelled = await tx.$queryRaw<unknown[]>`
      WITH ended AS (
        UPDATE "Execution" SET "status" = 'cancelled', "revision" = "revision" + 1, "stateSealed" = NULL,
          "messageCount" = "messageCount" + 1, "updatedAt" = now(), "endedAt" = now(), "expiresAt" = NULL, "leaseUntil" = NULL
        WHERE "projectId" = ${projectId} AND "flowId" = ${flowId} AND "status" IN ('running', 'waiting')
        RETURNING "projectId", "id", "messageCount"
      ), logged AS (
        INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "body")
        SELECT "projectId", "id", "messageCount", now(), 'cancelled',
          jsonb_build_object('type', 'cancelled', 'stepName', NULL, 'text', ${flowMessages.deleted}::text)
        FROM ended
      )
      SELECT pg_notify(${EXECUTION_CHANNEL}, "projectId" || ':' || "id")::text FROM ended`
    await cancelCalls({ projectId, flowId }, (text, values) => tx.$queryRawUnsafe(text, ...values))
    return { cancelled: cancelled.length }
  })
}

/**
 * Makes a flow of a file or of an export of Descope, or replaces the draft of `flowId` by it; nothing is published.
 * @param names stand in the place of those in the file
 * @returns with what was made of an export, which is null for a file of Patchbay
 * @throws DomainError `invalid` with the file's places as fields; `conflict` when id or name is taken and neither
 *   `flowId` nor `asCopy` says what to do
 */
export async function importFlow(
  projectId: string,
  { file, flowId, asCopy }: Pick<ImportFlowInput, 'file' | 'flowId' | 'asCopy'>,
  actor: Actor,
  names: FileNames = {},
): Promise<{ id: string; revision: number; report: ImportReport | null }> {
  const { document, report } = await readFlowFile(projectId, file, names)
  if (flowId !== undefined) {
    const saved = await saveDraft(
      projectId,
      { flowId, revision: 1, document: { ...document, id: flowId }, force: true },
      actor,
    )
    return { id: flowId, revision: saved.revision, report }
  }
  if (asCopy) {
    const free = await findFreeNames(projectId, document.id, document.name)
    return { ...(await insertFlow(projectId, { ...document, ...free }, actor)), revision: 1, report }
  }
  try {
    return { ...(await insertFlow(projectId, document, actor)), revision: 1, report }
  } catch (error) {
    if (!(error instanceof DomainError) || !error.fields) throw error
    const { id } = error.fields
    throw new DomainError('conflict', flowMessages.importConflict, error.fields, id ? { flowId: document.id } : {})
  }
}

async function insertFlow(projectId: string, document: FlowDocument, actor: Actor): Promise<{ id: string }> {
  return await refuseTaken(projectId, document, true, async () => {
    const data = { projectId, id: document.id, ...toColumns(document), draftSavedById: actor }
    await db().flow.create({ data, select: { id: true } })
    return { id: document.id }
  })
}

/** Turns a broken uniqueness into the field that broke it. */
async function refuseTaken<T>(
  projectId: string,
  document: FlowDocument,
  creates: boolean,
  write: () => Promise<T>,
): Promise<T> {
  if (findUnstorableText(document)) throw new DomainError('invalid', flowMessages.unstorable)
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
    const { id, name } = document
    const candidates = await db().flow.findMany({
      where: { projectId, OR: [{ id }, { name }] },
      select: { id: true, name: true },
    })
    // A save meets its own row under its id.
    const taken = candidates.filter((flow) => creates || flow.id !== id)
    const fields = {
      ...(taken.some((flow) => flow.id === id) ? { id: flowMessages.idTaken } : {}),
      ...(taken.some((flow) => flow.name === name) ? { name: flowMessages.nameTaken } : {}),
    }
    throw new DomainError('invalid', fields.name ?? flowMessages.idTaken, fields)
  }
}

/** What the row repeats of the document, for lists and for the uniqueness of names. */
function toColumns(document: FlowDocument) {
  // Through text, as the column has it: members that are undefined are left out.
  const draft: Prisma.InputJsonObject = JSON.parse(JSON.stringify(document))
  return {
    name: document.name,
    description: document.description ?? '',
    kind: document.kind,
    draft,
  }
}
