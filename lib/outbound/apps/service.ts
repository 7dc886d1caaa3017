import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { seal } from '@/lib/vault/seal'
import type { Prisma } from '@/prisma/generated/client'
import { OutboundError } from '../errors'
import { deleteTokens } from '../tokens/delete'
import { SYSTEM_ACTOR, type TokenActor } from '../tokens/types'
import { appUsedIn, connectorsOf, describeAppUses } from '../usage/queries'
import { newDestinations } from './destinations'
import { countAppTokens, requireApp } from './queries'
import { missingSettings, type OAuthConfig, type OutboundAppInput, outboundAppSchema } from './schema'
import { type AppSecretField, appSecretBinding } from './secret-binding'
import type { OutboundAppView } from './types'

type Transaction = Prisma.TransactionClient

export interface CreateApp {
  projectId: string
  /** Null: a management key, or the system itself. */
  operatorId: string | null
  /** In the form of the schema, not parsed yet. */
  app: unknown
  /** Refuses one with which nobody could connect. SDKs may make an app by its name alone. */
  complete?: boolean
}

/**
 * Makes an app; without an id it gets a new one.
 * @throws OutboundError appExists; DomainError invalid with fields
 */
export async function createApp({ projectId, operatorId, app, complete }: CreateApp): Promise<OutboundAppView> {
  const input = parse(app, complete)
  const { id = newId(), name, description, logo, templateId } = input
  const { config, clientSecret } = split(input)
  return db().$transaction(async (transaction) => {
    const row = { projectId, id, type: input.type, name, description, logo, templateId }
    const { count } = await transaction.outboundApp.createMany({
      data: [{ ...row, config: config ?? {}, updatedById: operatorId }],
      skipDuplicates: true,
    })
    if (count === 0) throw new OutboundError('appExists', '', 'id')
    await writeSecret(transaction, projectId, id, 'clientSecret', 1, clientSecret)
    return requireApp(projectId, id, transaction)
  })
}

export interface UpdateApp extends CreateApp {
  appId: string
  /** The version that the edit began from; null: whatever is stored is replaced. */
  version: number | null
  /** Whether the caller could read the tokens anyway, and may so have them sent to another host. */
  mayMoveTokens: boolean
}

/**
 * Replaces an app's settings; from then on every call uses them. A secret that is left out stays, null removes it.
 * @throws OutboundError notFound, tokenDestination; DomainError invalid (with fields, also for a stored secret that
 *   another host would get), conflict (with `details.version`) when it was saved meanwhile
 */
export async function updateApp(update: UpdateApp): Promise<OutboundAppView> {
  const { projectId, operatorId, appId, version, mayMoveTokens } = update
  const input = parse(update.app, update.complete)
  if (input.id !== undefined && input.id !== appId) {
    throw new DomainError('invalid', 'The id of a connection cannot be changed.', { id: 'It cannot be changed.' })
  }
  return db().$transaction(async (transaction) => {
    const stored = await lockApp(transaction, projectId, appId, version)
    if (stored.type !== input.type) throw new DomainError('invalid', 'The type of a connection cannot be changed.')
    const parts = split(input)
    const { config, clientSecret } = parts
    await refuseNewDestinations(transaction, projectId, stored, parts, mayMoveTokens)
    const relearns = clientSecret !== undefined || !isSameClient(stored.config, config)
    const { name, description, logo, templateId } = input
    const next = stored.version + 1
    await transaction.outboundApp.update({
      where: { projectId_id: { projectId, id: appId } },
      data: {
        name,
        description,
        logo,
        templateId: templateId ?? stored.templateId,
        config: config ?? {},
        ...(relearns ? { learned: {} } : {}),
        version: next,
        updatedById: operatorId,
      },
    })
    await writeSecret(transaction, projectId, appId, 'clientSecret', next, clientSecret)
    return requireApp(projectId, appId, transaction)
  })
}

/**
 * Deletes an app with its secrets and its tokens; the provider is told of the latter.
 * @throws OutboundError notFound; inUse with `details.uses` while a draft, a live version or a waiting execution names it
 */
export async function deleteApp(
  projectId: string,
  appId: string,
  actor: TokenActor = SYSTEM_ACTOR,
): Promise<{ id: string; name: string; tokens: number }> {
  // Before any token goes, and once more when nothing can begin to use it.
  await requireUnused(projectId, appId)
  // The many go before the app is locked, in batches.
  const deleted = await deleteTokens(projectId, { appId }, actor)
  return db().$transaction(async (transaction) => {
    // Locked first: a token that is being stored is seen by then, and one that comes later finds no app.
    const [stored] = await transaction.$queryRaw<{ id: string; name: string }[]>`
      SELECT "id", "name" FROM "OutboundApp" WHERE "projectId" = ${projectId} AND "id" = ${appId} FOR UPDATE`
    if (!stored) throw new OutboundError('notFound')
    await requireUnused(projectId, appId, transaction)
    const late = await deleteTokens(projectId, { appId }, actor, transaction)
    await transaction.outboundApp.delete({ where: { projectId_id: { projectId, id: appId } } })
    return { ...stored, tokens: deleted + late }
  })
}

/** @throws OutboundError inUse */
async function requireUnused(projectId: string, appId: string, transaction?: Transaction): Promise<void> {
  const uses = await appUsedIn(projectId, appId, transaction)
  if (uses.length > 0) throw new OutboundError('inUse', describeAppUses(uses), undefined, { uses })
  const connectors = await connectorsOf(projectId, appId, transaction)
  const names = connectors.map(({ name }) => name)
  if (names.length > 0) throw new OutboundError('inUseByConnectors', names.join(', '))
}

/**
 * An app that nobody else changes until the transaction ends: what was read is what the checks are about.
 * @param version that it must have; null: any
 * @throws OutboundError notFound; DomainError conflict with `details.version`
 */
export async function lockApp(
  transaction: Transaction,
  projectId: string,
  appId: string,
  version: number | null,
): Promise<OutboundAppView> {
  await transaction.$queryRaw`
    SELECT 1 FROM "OutboundApp" WHERE "projectId" = ${projectId} AND "id" = ${appId} FOR UPDATE`
  const stored = await requireApp(projectId, appId, transaction)
  if (version !== null && stored.version !== version) throw conflict(stored.version)
  return stored
}

/** @throws DomainError invalid with a message per field */
function parse(app: unknown, complete = false): OutboundAppInput {
  const parsed = outboundAppSchema.safeParse(app)
  const fields: Record<string, string> = {}
  if (parsed.success) {
    if (complete && parsed.data.type === 'oauth') Object.assign(fields, missingSettings(parsed.data))
    if (Object.keys(fields).length === 0) return parsed.data
    throw new DomainError('invalid', 'Some settings are missing: see the marked fields.', fields)
  }
  for (const issue of parsed.error.issues) {
    const path = issue.path.join('.')
    if (issue.code !== 'unrecognized_keys') fields[path] ??= issue.message
    else
      for (const key of issue.keys) fields[[...issue.path, key].join('.')] ??= 'This setting is not known. Remove it.'
  }
  throw new DomainError('invalid', 'Some settings are not valid: see the marked fields.', fields)
}

/** An input parted into what is stored in the open and what is sealed. */
function split(input: OutboundAppInput): { config: OAuthConfig | null; clientSecret: string | null | undefined } {
  if (input.type === 'apiKey') return { config: null, clientSecret: undefined }
  const {
    type: _type,
    id: _id,
    name: _name,
    description: _description,
    logo: _logo,
    templateId: _template,
    ...rest
  } = input
  const { clientSecret, ...config } = rest
  return { config, clientSecret }
}

/**
 * A stored secret and the tokens are sent only to the hosts they were entered and issued for: whoever may edit an app
 * could otherwise read them at a host of their own.
 */
async function refuseNewDestinations(
  transaction: Transaction,
  projectId: string,
  stored: OutboundAppView,
  { config, clientSecret }: ReturnType<typeof split>,
  mayMoveTokens: boolean,
): Promise<void> {
  const [moved] = stored.config && config ? newDestinations(stored.config, config) : []
  if (!moved) return
  if (clientSecret === undefined && stored.storedSecrets.includes('clientSecret')) {
    throw new DomainError('invalid', 'The client secret has to be entered: see the marked field.', {
      clientSecret:
        'Enter it again: the connection now leads to another host. A stored secret is never sent there unasked.',
    })
  }
  if (mayMoveTokens) return
  const { tokens } = await countAppTokens(projectId, stored.id, transaction)
  if (tokens > 0) throw new OutboundError('tokenDestination', tokens === 1 ? '1 token' : `${tokens} tokens`, moved)
}

/** Whether what a provider taught is about the same client at the same provider. */
function isSameClient(before: OAuthConfig | null, after: OAuthConfig | null): boolean {
  return (['clientId', 'discoveryUrl', 'authorizationUrl', 'tokenUrl', 'tokenEndpointAuthentication'] as const).every(
    (field) => before?.[field] === after?.[field],
  )
}

/** Seals a secret as of a version; undefined leaves what is stored, null removes it. */
export async function writeSecret(
  transaction: Transaction,
  projectId: string,
  appId: string,
  field: AppSecretField,
  version: number,
  text: string | null | undefined,
): Promise<void> {
  if (text === undefined) return
  if (text === null) {
    await transaction.outboundAppSecret.deleteMany({ where: { projectId, appId, field } })
    return
  }
  const sealed = await seal(text, appSecretBinding(projectId, appId, field, version))
  await transaction.outboundAppSecret.upsert({
    where: { projectId_appId_field: { projectId, appId, field } },
    create: { projectId, appId, field, sealed, version },
    update: { sealed, version },
  })
}

function conflict(version: number): DomainError {
  return new DomainError(
    'conflict',
    'Someone else saved this connection meanwhile. Copy what you changed, reload the page and change it again.',
    undefined,
    { version },
  )
}
