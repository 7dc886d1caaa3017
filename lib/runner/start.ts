import { createHash } from 'node:crypto'
import type { EngineEvent } from '@/lib/engine/advance'
import { newExecution, type OutboundChoice } from '@/lib/engine/state'
import { findStartId } from '@/lib/flow/schema'
import { listSecretFields } from '@/lib/flow/secret-fields'
import { getFlow } from '@/lib/flow-catalog/queries'
import { ensureSnapshot } from '@/lib/flow-catalog/snapshots'
import { pinSubflows } from '@/lib/flow-catalog/subflows/service'
import { hashToken, newId } from '@/lib/id'
import { isJsonObject, type JsonObject, toText } from '@/lib/language/json'
import type { SignedIn } from '@/lib/language/outcome'
import { initialContext } from './context'
import { RunnerError } from './errors'
import { type ExecutionHeader, StaleExecutionError } from './journal'
import { findByIdempotencyKey, findRunnableVersion, type RunnableVersion } from './journal-read'
import { LiveExecution } from './live-execution'
import { withLogos } from './logos'
import { currentReply } from './next'
import { planOf } from './plans'
import { toEndedReply, toReply } from './reply'
import { withTokens } from './session'
import { openEnd } from './stored-state'
import type { FlowReply } from './types'

export interface StartRequest {
  projectId: string
  flowId: string
  version: 'live' | 'draft' | number
  trigger: 'api' | 'console' | 'cli' | 'hosted'
  startedById: string | null
  /** Made by the caller to listen beforehand; absent: made here. */
  executionId?: string
  client: JsonObject
  form?: JsonObject
  ipAddress: string
  /** Of the person’s browser: shown of their session. */
  userAgent?: string
  /** Refuses a flow of the other kind. */
  requireKind?: 'management' | 'interactive'
  watched: boolean
  /** Makes a retry safe: the same key answers the same execution. */
  idempotencyKey?: string | null
  /** Who had signed in before: `user.*` and `tenant.*`, as loaded. It is no sign-in of this execution. */
  loaded?: JsonObject
  /** Whom an operator tries the flow as: it counts as their sign-in, but an operator's run is given no session. */
  signedIn?: SignedIn | null
  /** Which outbound app its connect actions are about, and where a browser comes back to. */
  outbound?: OutboundChoice
  /** Whoever goes on with the execution must have it too. */
  nonce?: string | undefined
  /** Called once the execution is in the database for the first time; with an idempotency key, before anything is done. */
  onStored?: () => void
}

/**
 * Starts an execution and drives it until it waits or has ended.
 * @throws RunnerError when there is nothing to run
 */
export async function startExecution(request: StartRequest): Promise<FlowReply> {
  const { projectId } = request
  const requestHash = request.idempotencyKey ? hashRequest(request) : null
  const earlier = request.idempotencyKey ? await findEarlier(projectId, request.idempotencyKey, requestHash) : null
  if (earlier) return earlier
  const version = await resolveVersion(request)
  const { document } = await planOf(projectId, version.snapshotHash)
  const pins = await pinSubflows(projectId, document, request.version === 'draft' ? 'draft' : 'live')
  const { plan, documentOf } = await planOf(projectId, version.snapshotHash, pins)
  if (request.requireKind && plan.kind !== request.requireKind) throw new RunnerError('wrongKind')

  const startedAt = new Date()
  const header: ExecutionHeader = {
    projectId,
    id: request.executionId ?? newId(),
    flowId: request.flowId,
    flowName: plan.flowName,
    snapshotHash: version.snapshotHash,
    versionNumber: version.number,
    trigger: request.trigger,
    startedById: request.startedById,
    startedAt,
    idempotencyKey: request.idempotencyKey ?? null,
    requestHash,
  }
  const { form, secrets } = splitForm(request.form ?? {}, listSecretFields(document))
  const context = initialContext({
    projectId,
    projectName: version.projectName,
    executionId: header.id,
    startedAt,
    client: request.client,
    form,
    ipAddress: request.ipAddress,
  })
  const known = { ...context, ...request.loaded }
  const { outbound } = request
  const given = outbound && Object.keys(outbound).length > 0 ? { outbound } : {}
  const begun = newExecution({ id: header.id, stepLimit: version.stepLimit, context: known, ...given })
  const state = { ...begun, secrets, signedIn: request.signedIn ?? null }
  const live = new LiveExecution({
    plan,
    header,
    revision: 0,
    stored: {
      state,
      lastNext: null,
      effect: null,
      mask: [],
      ...(Object.keys(pins).length > 0 ? { pins } : {}),
      ...(request.nonce ? { nonceHash: hashToken(request.nonce) } : {}),
      ...(request.userAgent === undefined
        ? {}
        : { caller: { ipAddress: request.ipAddress, userAgent: request.userAgent } }),
    },
    // With a key the row must be there before anything is done, so that a second request meets it.
    watched: request.watched || header.idempotencyKey !== null,
    onStored: request.onStored,
  })
  const event: EngineEvent = { type: 'start', version: version.number }
  try {
    await live.drive(event)
  } catch (error) {
    if (!(error instanceof StaleExecutionError)) throw error
    // Cancelled, or its flow deleted, by another process meanwhile.
    if (live.revision > 0) return await currentReply(projectId, header.id)
    const other = request.idempotencyKey ? await findEarlier(projectId, request.idempotencyKey, requestHash) : null
    if (other) return other
    // Refuses by itself when the flow or its project has been deleted meanwhile.
    await resolveVersion(request)
    throw new RunnerError('executionIdTaken')
  }
  const reply = await withLogos(projectId, toReply(header.id, live.state, documentOf(live.state)))
  return await withTokens(reply, live.session)
}

/** What is given for a secret field is kept as if somebody had typed it: never in the context. */
function splitForm(given: JsonObject, secretFields: ReadonlySet<string>) {
  const entries = Object.entries(given)
  return {
    form: Object.fromEntries(entries.filter(([name]) => !secretFields.has(name))),
    secrets: Object.fromEntries(
      entries.flatMap(([name, value]) =>
        secretFields.has(name) && toText(value) !== '' ? [[`form.${name}`, toText(value)]] : [],
      ),
    ),
  }
}

async function resolveVersion(request: StartRequest): Promise<RunnableVersion> {
  const { projectId, flowId, version } = request
  if (version !== 'draft') return await findRunnableVersion(projectId, flowId, version)
  const flow = await getFlow(projectId, flowId)
  if (findStartId(flow.draft) === null) throw new RunnerError('draftInvalid')
  const surroundings = await findRunnableVersion(projectId, flowId, 'draft')
  return { ...surroundings, snapshotHash: await ensureSnapshot(projectId, flow.draft), number: null }
}

async function findEarlier(projectId: string, key: string, requestHash: string | null): Promise<FlowReply | null> {
  const row = await findByIdempotencyKey(projectId, key)
  if (!row) return null
  if (row.requestHash !== requestHash) throw new RunnerError('keyReused')
  if (row.status === 'running' || row.status === 'waiting') throw new RunnerError('keyInUse')
  const end = row.outputsSealed ? await openEnd(projectId, row.id, row.outputsSealed) : null
  return toEndedReply(row, end?.outputs ?? null)
}

function hashRequest({ flowId, version, client, form, loaded }: StartRequest): string {
  // Only whom it is for: what is stored of them may change between two requests.
  const tenantId = isJsonObject(loaded?.tenant) ? [loaded.tenant.id ?? null] : []
  return createHash('sha256')
    .update(JSON.stringify([flowId, version, client, form ?? {}, ...tenantId]))
    .digest('hex')
}
