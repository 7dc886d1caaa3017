import { db } from '@/lib/db'
import { toExample } from '@/lib/language/example'
import { DomainError } from '@/lib/result'
import { Prisma } from '@/prisma/generated/client'
import { connectorNotFound } from '../queries'
import { answerFormOf, callHash } from './queries'
import { MAX_EXAMPLES, type RemoveExample, type SaveExample } from './schema'

/**
 * Keeps an answer as the example of its call. The value is what a test showed, so it is masked already; it is shortened
 * here to what a row may hold.
 * @throws DomainError notFound; conflict when another one was kept meanwhile; invalid when it is too large or there are too many
 */
export async function saveExample(
  input: SaveExample,
  operatorId: string | null,
): Promise<{ id: string; name: string; version: number }> {
  const { projectId, connectorId, action, target, version } = input
  const example = toExample(input.value)
  if (!example) {
    throw new DomainError(
      'invalid',
      'This answer has too many keys for an example. Ask the third party for less of it.',
    )
  }
  const connector = await db().connector.findUnique({
    where: { projectId_id: { projectId, id: connectorId } },
    select: { name: true, type: true, config: true, _count: { select: { examples: true } } },
  })
  if (!connector) throw connectorNotFound()
  const key = { projectId, connectorId, callHash: callHash(action, target) }
  const data = {
    target,
    value: example.value ?? Prisma.JsonNull,
    form: answerFormOf(connector) ?? '',
    savedAt: new Date(),
    savedById: operatorId,
  }
  if (version !== null) {
    const { count } = await db().connectorExample.updateMany({
      where: { ...key, version },
      data: { ...data, version: version + 1 },
    })
    if (count === 0) throw changedMeanwhile()
    return { id: connectorId, name: connector.name, version: version + 1 }
  }
  if (connector._count.examples >= MAX_EXAMPLES) {
    throw new DomainError(
      'invalid',
      `A connector keeps at most ${MAX_EXAMPLES} examples. Remove one that no flow needs.`,
    )
  }
  const { count } = await db().connectorExample.createMany({ data: { ...key, action, ...data }, skipDuplicates: true })
  if (count === 0) throw changedMeanwhile()
  return { id: connectorId, name: connector.name, version: 1 }
}

/** @throws DomainError conflict when it was replaced or removed meanwhile */
export async function removeExample(input: RemoveExample): Promise<{ id: string }> {
  const { projectId, connectorId, action, target, version } = input
  const { count } = await db().connectorExample.deleteMany({
    where: { projectId, connectorId, callHash: callHash(action, target), version },
  })
  if (count === 0) throw changedMeanwhile()
  return { id: connectorId }
}

function changedMeanwhile(): DomainError {
  return new DomainError('conflict', 'Someone else changed this example meanwhile. Reload the page and look at theirs.')
}
