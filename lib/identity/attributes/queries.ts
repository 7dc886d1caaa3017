import { db } from '@/lib/db'
import type { Prisma } from '@/prisma/generated/client'
import { ATTRIBUTE_TYPES, ATTRIBUTES_MAX, type Attribute, type AttributeSubject } from './schema'

/** The custom attributes of a project's users or tenants, in the order they were made. */
export async function listAttributes(
  projectId: string,
  subject: AttributeSubject,
  client: Prisma.TransactionClient = db(),
): Promise<Attribute[]> {
  const rows = await client.attributeDefinition.findMany({
    where: { projectId, subject },
    orderBy: [{ createdAt: 'asc' }, { name: 'asc' }],
    take: ATTRIBUTES_MAX,
  })
  return rows.map(({ name, displayName, type, options }) => ({
    name,
    displayName,
    type: ATTRIBUTE_TYPES.find((known) => known === type) ?? 'text',
    options,
  }))
}
