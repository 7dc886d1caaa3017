import { z } from 'zod'
import { findAuthorNames } from '@/lib/console/author-names'
import { db } from '@/lib/db'
import { ASYNC_LANE, type RunnerMessage } from '@/lib/engine/message'
import { flowDocumentSchema } from '@/lib/flow/schema'
import { escapeLike, toSought } from '@/lib/like'
import { DomainError } from '@/lib/result'
import type { Prisma } from '@/prisma/generated/client'
import { toExecutionError } from './errors'
import {
  type AsyncCallSummary,
  type ExecutionFilter,
  type ExecutionListItem,
  type ExecutionPage,
  type ExecutionView,
  executionTriggers,
  type MessageCursor,
} from './types'

const PAGE = 50

/**
 * A page of a project's executions, newest first. Keyset paging: the hundred-thousandth row costs as much as the first.
 */
export async function listExecutions(projectId: string, filter: ExecutionFilter): Promise<ExecutionPage> {
  const after = filter.cursor ? parseCursor(filter.cursor) : null
  const rows = await db().execution.findMany({
    where: { AND: [{ projectId }, toWhere(filter), after ?? {}] },
    orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
    take: PAGE + 1,
    select: listed,
  })
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const names = await findAuthorNames(
    projectId,
    page.map(({ startedById }) => startedById),
  )
  return {
    executions: page.map((row) => toListItem(row, names)),
    nextCursor: rows.length > PAGE && last ? `${last.startedAt.getTime()}.${last.id}` : null,
  }
}

/**
 * One execution with the flow it ran. `reply` is null here: only the API plane may open the sealed state to show a
 * waiting screen.
 * @throws DomainError `notFound`, also for another project's execution
 */
export async function getExecution(projectId: string, id: string): Promise<ExecutionView> {
  const row = await db().execution.findUnique({
    where: { projectId_id: { projectId, id } },
    select: { ...listed, snapshotHash: true },
  })
  const snapshot =
    row && (await db().flowSnapshot.findUnique({ where: { projectId_hash: { projectId, hash: row.snapshotHash } } }))
  if (!row || !snapshot) throw notFound()
  const names = await findAuthorNames(projectId, [row.startedById])
  return { execution: toListItem(row, names), document: flowDocumentSchema.parse(snapshot.document), reply: null }
}

/**
 * Messages of an execution that have not been read yet: its own in order, then those of its asynchronous calls. None of
 * one that is not there (yet).
 */
export async function listMessages(
  projectId: string,
  executionId: string,
  page: MessageCursor & { limit: number },
): Promise<RunnerMessage[]> {
  const { after, afterAsync } = page
  const rows = await db().runnerMessage.findMany({
    where: {
      projectId,
      executionId,
      // The usual case is one range of the index.
      ...(afterAsync === 0
        ? { number: { gt: after } }
        : { OR: [{ number: { gt: after, lt: ASYNC_LANE } }, { number: { gt: ASYNC_LANE + afterAsync } }] }),
    },
    orderBy: { number: 'asc' },
    take: page.limit,
  })
  return rows.map(({ number, at, stepId, visit, body }) =>
    toMessage({ number, at: at.toISOString(), stepId, visit }, body),
  )
}

/** @throws DomainError `notFound`, also for another project's execution */
export async function requireExecution(projectId: string, id: string): Promise<void> {
  const found = await db().execution.findUnique({ where: { projectId_id: { projectId, id } }, select: { id: true } })
  if (!found) throw notFound()
}

function notFound(): DomainError {
  return new DomainError(
    'notFound',
    'There is no execution with this id in the project. It may have been deleted: reload the list of executions.',
  )
}

// The journal wrote this body from a RunnerMessage; nothing else writes the table.
function toMessage(
  columns: { number: number; at: string; stepId: string | null; visit: number | null },
  body: unknown,
): RunnerMessage {
  return Object.assign({}, body as RunnerMessage, columns)
}

const listed = {
  id: true,
  flowId: true,
  flowName: true,
  versionNumber: true,
  trigger: true,
  status: true,
  startedAt: true,
  endedAt: true,
  error: true,
  messageCount: true,
  asyncMessages: true,
  asyncPending: true,
  asyncFailed: true,
  asyncCalls: {
    where: { status: 'failed' },
    orderBy: { number: 'asc' },
    take: 1,
    select: { stepName: true, error: true },
  },
  startedById: true,
} as const satisfies Prisma.ExecutionSelect

type ListedRow = Prisma.ExecutionGetPayload<{ select: typeof listed }>

function toWhere(filter: ExecutionFilter): Prisma.ExecutionWhereInput {
  const text = escapeLike(toSought(filter.text))
  return {
    ...(filter.flow ? { flowId: filter.flow } : {}),
    ...(filter.version === undefined ? {} : { versionNumber: filter.version === 'draft' ? null : filter.version }),
    ...(filter.status ? { status: filter.status } : {}),
    ...(filter.trigger ? { trigger: filter.trigger } : {}),
    ...(filter.asyncFailed ? { asyncCalls: { some: { status: 'failed' } } } : {}),
    ...(filter.from || filter.to
      ? {
          startedAt: {
            ...(filter.from ? { gte: new Date(filter.from) } : {}),
            ...(filter.to ? { lt: new Date(filter.to) } : {}),
          },
        }
      : {}),
    ...(text
      ? {
          OR: [
            { id: { startsWith: text } },
            { flowName: { contains: text, mode: 'insensitive' } },
            { flowId: { contains: text, mode: 'insensitive' } },
            { error: { path: ['message'], string_contains: text } },
          ],
        }
      : {}),
  }
}

function parseCursor(cursor: string): Prisma.ExecutionWhereInput {
  const [time, id] = cursor.split('.')
  const startedAt = new Date(Number(time))
  if (!id || Number.isNaN(startedAt.getTime()))
    throw new DomainError('invalid', 'This cursor is not valid. Load the list from its beginning.')
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { gt: id } }] }
}

function toListItem(row: ListedRow, names: ReadonlyMap<string, string>): ExecutionListItem {
  const { id, flowId, flowName, versionNumber, status, startedById, error, startedAt, endedAt, trigger } = row
  return {
    id,
    flowId,
    flowName,
    versionNumber,
    status,
    messageCount: row.messageCount + row.asyncMessages,
    asyncCalls: toSummary(row),
    trigger: executionTriggers.find((known) => known === trigger) ?? 'api',
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    durationMs: endedAt ? endedAt.getTime() - startedAt.getTime() : null,
    error: toExecutionError(error),
    startedBy: startedById ? (names.get(startedById) ?? null) : null,
  }
}

function toSummary({ asyncPending, asyncFailed, asyncCalls: [first] }: ListedRow): AsyncCallSummary {
  const { message } = failureSchema.parse(first?.error)
  return {
    pending: asyncPending,
    failed: asyncFailed,
    firstFailure: first ? { stepName: first.stepName, message } : null,
  }
}

const failureSchema = z.object({ message: z.string() }).catch({ message: '' })
