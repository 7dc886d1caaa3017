import { isDeepStrictEqual } from 'node:util'
import { db, inTransaction } from '@/lib/db'
import { DomainError } from '@/lib/result'
import { Prisma } from '@/prisma/generated/client'
import { IdentityError } from '../errors'
import { listAttributes } from './queries'
import {
  ATTRIBUTES_MAX,
  type Attribute,
  type AttributeSubject,
  type AttributeType,
  type AttributeValue,
  hasOptions,
} from './schema'
import { readAttributeValues } from './values'

/**
 * Adds attributes to the schema of users or tenants, all or none. One that is there with the same type and options is
 * left as it is, so that a request may be repeated.
 * @throws DomainError `conflict` for a name that is taken by another kind, `invalid` when there would be too many
 */
export async function createAttributes(
  projectId: string,
  subject: AttributeSubject,
  attributes: readonly Attribute[],
  client?: Prisma.TransactionClient,
): Promise<Attribute[]> {
  return inTransaction(client, async (transaction) => {
    const names = attributes.map(({ name }) => name)
    const known = new Map((await listAttributes(projectId, subject, transaction)).map((each) => [each.name, each]))
    const added = attributes.filter(({ name }) => !known.has(name))
    if (known.size + new Set(added.map(({ name }) => name)).size > ATTRIBUTES_MAX) {
      throw new DomainError('invalid', `A project has at most ${ATTRIBUTES_MAX} attributes. Delete one first.`)
    }
    // Values of a deleted attribute of that name, which its deletion had no time to take away.
    if (added.length > 0) await stripValues(transaction, projectId, subject, names)
    // In the order given, also within one millisecond.
    const now = Date.now()
    await transaction.attributeDefinition.createMany({
      data: added.map((each, at) => ({ ...each, projectId, subject, createdAt: new Date(now + at) })),
      skipDuplicates: true,
    })
    const stored = await listAttributes(projectId, subject, transaction)
    for (const { name, type, options } of attributes) {
      const same = stored.find((each) => each.name === name)
      if (same?.type !== type || (hasOptions(type) && !isDeepStrictEqual(same.options, options))) {
        throw new IdentityError('attributeExists', 'name', { name })
      }
    }
    return stored
  })
}

/** Changes how an attribute is shown and its options; values that are no option any more stay until they are changed. */
export async function updateAttribute(
  projectId: string,
  subject: AttributeSubject,
  name: string,
  change: { displayName: string; options: string[] },
): Promise<Attribute> {
  const attribute = (await listAttributes(projectId, subject)).find((each) => each.name === name)
  if (!attribute) throw new IdentityError('attributeNotFound')
  if (hasOptions(attribute.type) && change.options.length === 0) {
    const options = 'Name at least one option, one a line.'
    throw new DomainError('invalid', options, { options })
  }
  const data = { displayName: change.displayName, options: hasOptions(attribute.type) ? change.options : [] }
  await db().attributeDefinition.updateMany({ where: { projectId, subject, name }, data })
  return { ...attribute, ...data }
}

const STRIP_BATCH = 5_000

/**
 * Deletes attributes with all their values. The schema goes first, so that no new value comes; the values go in batches,
 * because there may be one in each of very many users.
 * @returns the names that were there
 */
export async function deleteAttributes(
  projectId: string,
  subject: AttributeSubject,
  names: readonly string[],
): Promise<string[]> {
  const deleted = await db().attributeDefinition.findMany({
    where: { projectId, subject, name: { in: [...names] } },
    select: { name: true },
  })
  const there = deleted.map(({ name }) => name)
  if (there.length === 0) return []
  await db().attributeDefinition.deleteMany({ where: { projectId, subject, name: { in: there } } })
  while ((await stripValues(db(), projectId, subject, there, STRIP_BATCH)) === STRIP_BATCH);
  return there
}

/** Takes the values of some attributes away. Answers how many rows had one. */
async function stripValues(
  client: Prisma.TransactionClient,
  projectId: string,
  subject: AttributeSubject,
  names: readonly string[],
  most?: number,
): Promise<number> {
  const table = Prisma.raw(subject === 'user' ? '"User"' : '"Tenant"')
  const limit = most === undefined ? Prisma.empty : Prisma.sql`LIMIT ${most}`
  return await client.$executeRaw`
    UPDATE ${table} SET "customAttributes" = "customAttributes" - ${names}::text[]
    WHERE "projectId" = ${projectId} AND "id" IN (
      SELECT "id" FROM ${table} WHERE "projectId" = ${projectId} AND "customAttributes" ?| ${names}::text[] ${limit})`
}

export interface GivenAttributes {
  projectId: string
  subject: AttributeSubject
  given: Readonly<Record<string, unknown>>
  /** What a name outside the schema does: refused by default; `define` adds it with the type of its value. */
  unknown?: 'refuse' | 'define' | undefined
}

/**
 * Custom attributes as they are to be stored; null takes a value away.
 * @throws DomainError `invalid` with a field `customAttributes.<name>` for each wrong one
 */
export async function checkAttributes(
  client: Prisma.TransactionClient,
  { projectId, subject, given, unknown = 'refuse' }: GivenAttributes,
): Promise<Record<string, AttributeValue | null>> {
  if (Object.keys(given).length === 0) return {}
  let attributes = await listAttributes(projectId, subject, client)
  let read = readAttributeValues(attributes, given)
  if (unknown === 'define' && read.unknown.length > 0) {
    const added = read.unknown.flatMap((name) => inferAttribute(name, given[name]))
    attributes = await createAttributes(projectId, subject, added, client)
    read = readAttributeValues(attributes, given)
  }
  const fields: Record<string, string> = {}
  for (const [name, message] of Object.entries(read.problems)) fields[`customAttributes.${name}`] = message
  for (const name of read.unknown) {
    fields[`customAttributes.${name}`] =
      `There is no ${subject} attribute “${name.slice(0, 60)}”. Add it to the attributes of ${subject}s, or leave it out.`
  }
  const [first] = Object.entries(fields)
  if (first) throw new DomainError('invalid', `${first[0]}: ${first[1]}`, fields)
  return read.values
}

function inferAttribute(name: string, value: unknown): Attribute[] {
  const type: AttributeType | null =
    typeof value === 'string'
      ? 'text'
      : typeof value === 'number'
        ? 'number'
        : typeof value === 'boolean'
          ? 'boolean'
          : null
  return type && /^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(name) ? [{ name, displayName: '', type, options: [] }] : []
}

/** The values with some of them changed; null takes one away. */
export function mergeAttributes(
  stored: Prisma.JsonValue,
  changes: Readonly<Record<string, AttributeValue | null>>,
): Prisma.InputJsonObject {
  const values = { ...(typeof stored === 'object' && !Array.isArray(stored) ? stored : {}), ...changes }
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]])),
  )
}
