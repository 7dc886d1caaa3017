import { createHash } from 'node:crypto'
import { findAuthorNames } from '@/lib/console/author-names'
import { db } from '@/lib/db'
import type { CallExample } from '@/lib/flow/paths'
import { jsonSchema } from '@/lib/language/json'
import { callKey } from '@/lib/steps/connector/call-key'
import { isConnectorType, readFacts } from '../schemas'
import { type ConnectorExample, MAX_CALL_EXAMPLES, MAX_CALL_EXAMPLES_BYTES, MAX_EXAMPLES } from './schema'

/** The examples of a connector, by their call. */
export async function listExamples(projectId: string, connectorId: string): Promise<ConnectorExample[]> {
  const rows = await db().connectorExample.findMany({
    where: { projectId, connectorId },
    orderBy: [{ target: 'asc' }, { action: 'asc' }],
    take: MAX_EXAMPLES,
    include: { connector: { select: { type: true, config: true } } },
  })
  const names = await findAuthorNames(
    projectId,
    rows.map(({ savedById }) => savedById),
  )
  const [first] = rows
  const current = first ? answerFormOf(first.connector) : null
  return rows.map(({ action, target, value, version, savedAt, savedById, form }) => ({
    action,
    target,
    value: jsonSchema.parse(value),
    version,
    savedAt: savedAt.toISOString(),
    savedBy: savedById === null ? null : (names.get(savedById) ?? null),
    outdated: form !== current,
  }))
}

/**
 * The examples that flows use, of some connectors at once; outdated ones are left out. Of more than an editor has use
 * for, the newest are given: a page carries them, and a flow may call very many connectors.
 */
export async function listCallExamples(projectId: string, connectorIds: readonly string[]): Promise<CallExample[]> {
  if (connectorIds.length === 0) return []
  const rows = await db().connectorExample.findMany({
    where: { projectId, connectorId: { in: [...new Set(connectorIds)] } },
    orderBy: [{ savedAt: 'desc' }, { connectorId: 'asc' }, { callHash: 'asc' }],
    take: MAX_CALL_EXAMPLES,
    include: { connector: { select: { type: true, config: true } } },
  })
  const examples: CallExample[] = []
  const current = new Map<string, string | null>()
  let bytes = 0
  for (const { connectorId, action, target, value, form, connector } of rows) {
    if (!current.has(connectorId)) current.set(connectorId, answerFormOf(connector))
    if (form !== current.get(connectorId)) continue
    const example = { connector: connectorId, action, target, value: jsonSchema.parse(value) }
    bytes += Buffer.byteLength(JSON.stringify(example))
    if (bytes > MAX_CALL_EXAMPLES_BYTES) break
    examples.push(example)
  }
  return examples
}

/** How a connector lays out an answer; null when its type does not read its settings. */
export function answerFormOf({ type, config }: { type: string; config: unknown }): string | null {
  return isConnectorType(type) ? (readFacts(type, config)?.answerForm ?? null) : null
}

/** The key of an example's row: targets may be longer than an index takes. */
export function callHash(action: string, target: string): string {
  return createHash('sha256')
    .update(callKey({ connector: '', action, target }))
    .digest('hex')
}
