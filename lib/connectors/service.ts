import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { seal } from '@/lib/vault/seal'
import { Prisma } from '@/prisma/generated/client'
import { checkConnector } from './checks'
import type { SecretChanges } from './definition'
import { parseConnectorInput } from './input'
import { listSecretFields, secretsThatLack, secretsThatMove } from './kept-secrets'
import { connectorNotFound, getConnector } from './queries'
import { type ConnectorInput, splitConnector } from './schemas'
import { secretBinding } from './secret-binding'
import type { ConnectorView } from './types'
import { describeUses, usedIn } from './usage/queries'

export interface CreateConnector {
  projectId: string
  /** Null: the system itself, for instance the sample project. */
  operatorId: string | null
  /** Settings in the file form, not parsed yet. */
  connector: unknown
}

/**
 * Makes a connector.
 * @throws DomainError invalid with fields: bad settings, a missing secret, a name that is taken
 */
export async function createConnector({ projectId, operatorId, connector }: CreateConnector): Promise<ConnectorView> {
  const input = parseConnectorInput(connector)
  const { facts, secrets } = splitConnector(input)
  const missing = Object.entries(facts.secretFields).filter(([field]) => typeof secrets[field] !== 'string')
  if (missing.length > 0) {
    throw new DomainError('invalid', 'A secret is missing: see the marked field.', Object.fromEntries(missing))
  }
  refuseFields(checkConnector(toNew(input)))
  const id = newId()
  await refuseTakenName(() =>
    db().$transaction((transaction) => insertConnector(transaction, projectId, id, operatorId, input)),
  )
  return getConnector(projectId, id)
}

export interface UpdateConnector extends CreateConnector {
  connectorId: string
  /** The version that the edit began from. */
  version: number
}

/**
 * Saves a connector; every flow that uses it calls with the new settings at once. A secret that is left out stays, null
 * removes it, and those of another authentication method go.
 * @throws DomainError invalid (with fields, also for a stored secret that another host would get), notFound, conflict (with `details.version`) when it was saved meanwhile
 */
export async function updateConnector(update: UpdateConnector): Promise<ConnectorView> {
  const { projectId, operatorId, connectorId, version } = update
  const input = parseConnectorInput(update.connector)
  await refuseTakenName(() =>
    db().$transaction(async (transaction) => {
      const where = { projectId_id: { projectId, id: connectorId } }
      const stored = await transaction.connector.findUnique({ where, select: storedForChange })
      if (!stored) throw connectorNotFound()
      if (stored.type !== input.type) throw new DomainError('invalid', 'The type of a connector cannot be changed.')
      // What was read is what the checks are about, so it has to be the version that is replaced.
      if (stored.version !== version) throw conflict(stored.version)
      const change = toChange(stored, input)
      const refused = { ...secretsThatLack(change), ...secretsThatMove(change) }
      if (Object.keys(refused).length > 0) {
        throw new DomainError('invalid', 'A secret has to be entered: see the marked field.', refused)
      }
      refuseFields(checkConnector(change))
      if (!(await changeConnector(transaction, projectId, connectorId, version, operatorId, input)))
        throw conflict(version)
    }),
  )
  return getConnector(projectId, connectorId)
}

/**
 * Deletes a connector with its secrets.
 * @throws DomainError notFound; inUse with `details.uses` while a draft, a live version or a waiting execution calls it
 */
export async function deleteConnector(projectId: string, connectorId: string): Promise<{ id: string; name: string }> {
  return db().$transaction(async (transaction) => {
    // Locked before its uses are read: a publish that holds it is seen by then, and one that comes later finds it gone.
    const [stored] = await transaction.$queryRaw<{ id: string; name: string }[]>`
      SELECT "id", "name" FROM "Connector" WHERE "projectId" = ${projectId} AND "id" = ${connectorId} FOR UPDATE`
    if (!stored) throw connectorNotFound()
    const uses = await usedIn(projectId, connectorId, transaction)
    if (uses.length > 0) {
      const message = `${stored.name} is used by ${describeUses(uses)}. Choose another connector there first.`
      throw new DomainError('inUse', message, undefined, { uses })
    }
    await transaction.connector.delete({ where: { projectId_id: { projectId, id: connectorId } } })
    return stored
  })
}

/** @throws DomainError invalid when a field has a message */
function refuseFields(fields: Record<string, string>): void {
  if (Object.keys(fields).length > 0) {
    throw new DomainError('invalid', 'Some settings are not valid: see the marked fields.', fields)
  }
}

/** What has to be read of a stored connector before it is changed. */
export const storedForChange = {
  id: true,
  name: true,
  type: true,
  version: true,
  config: true,
  secrets: { select: { field: true } },
} satisfies Prisma.ConnectorSelect

/** A change of a stored connector as the checks of kept secrets take it. */
export function toChange(
  stored: Prisma.ConnectorGetPayload<{ select: typeof storedForChange }>,
  input: ConnectorInput,
) {
  const after = splitConnector(input)
  return { type: input.type, before: stored.config, after, stored: stored.secrets.map(({ field }) => field) }
}

/** A new connector as the same checks take it. */
export function toNew(input: ConnectorInput) {
  return { type: input.type, before: null, after: splitConnector(input), stored: [] }
}

/** Writes a new connector with its secrets, in a transaction of the caller. */
export async function insertConnector(
  transaction: Prisma.TransactionClient,
  projectId: string,
  id: string,
  operatorId: string | null,
  input: ConnectorInput,
): Promise<void> {
  const { name, description, config, secrets } = splitConnector(input)
  const row = { projectId, id, type: input.type, name, description, config, updatedById: operatorId }
  await transaction.connector.create({ data: row })
  await writeSecrets(transaction, projectId, id, 1, secrets)
}

/** Writes changed settings and secrets in a transaction of the caller. False when the version is not the stored one. */
export async function changeConnector(
  transaction: Prisma.TransactionClient,
  projectId: string,
  id: string,
  version: number,
  operatorId: string | null,
  input: ConnectorInput,
): Promise<boolean> {
  const { name, description, config, secrets, facts } = splitConnector(input)
  const { count } = await transaction.connector.updateMany({
    where: { projectId, id, version },
    data: { name, description, config, version: version + 1, updatedById: operatorId },
  })
  if (count === 0) return false
  // A token that was got with the former settings.
  await transaction.connectorToken.deleteMany({ where: { projectId, connectorId: id } })
  const kept = listSecretFields(facts)
  await transaction.connectorSecret.deleteMany({ where: { projectId, connectorId: id, field: { notIn: kept } } })
  await writeSecrets(transaction, projectId, id, version + 1, secrets)
  return true
}

/** Translates the database's refusal of a name that is taken. */
export async function refuseTakenName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
    const name = 'Another connector of this project has this name. Choose another one.'
    throw new DomainError('invalid', name, { name })
  }
}

async function writeSecrets(
  transaction: Prisma.TransactionClient,
  projectId: string,
  connectorId: string,
  version: number,
  secrets: SecretChanges,
): Promise<void> {
  for (const [field, text] of Object.entries(secrets)) {
    if (text === undefined) continue
    const where = { projectId_connectorId_field: { projectId, connectorId, field } }
    if (text === null) {
      await transaction.connectorSecret.deleteMany({ where: { projectId, connectorId, field } })
      continue
    }
    const sealed = await seal(text, secretBinding(projectId, connectorId, field, version))
    await transaction.connectorSecret.upsert({
      where,
      create: { projectId, connectorId, field, sealed, version },
      update: { sealed, version },
    })
  }
}

function conflict(version: number): DomainError {
  return new DomainError(
    'conflict',
    'Someone else saved this connector meanwhile. Copy what you changed, reload the page and change it again.',
    undefined,
    { version },
  )
}
