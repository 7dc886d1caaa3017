import { asJson } from '@/lib/language/json'
import type { ConnectWait, EarlierExchange, EffectResult, OutboundEffect } from '@/lib/language/outcome'
import { requireApp } from '@/lib/outbound/apps/queries'
import { LONGEST_CONNECT_MINUTES } from '@/lib/outbound/connect/limits'
import { abandonConnect, beginConnect, findConnect } from '@/lib/outbound/connect/service'
import { OutboundError, toEndUserText } from '@/lib/outbound/errors'
import { connectRefused } from '@/lib/steps/action/answer'
import { findGrantedScopes } from '../../queries/apps'
import type { Performed } from '../connector'
import type { EffectRun } from '../effect-run'
import { chosenApp, chosenOwner } from './chosen'
import { connected, notConnected, toFlowCode } from './results'

/** Begins a connect; the action then waits until it has ended. */
export async function beginWait(
  effect: Extract<OutboundEffect, { type: 'connect' }>,
  run: EffectRun,
): Promise<Performed> {
  const { projectId, id: executionId, flowId, flowName } = run.execution
  const { outbound, cursor } = run.state
  if (effect.replaces !== undefined) await abandonConnect(projectId, effect.replaces, connectRefused())
  const app = await requireApp(projectId, chosenApp(effect.app, run))
  if (app.type !== 'oauth') throw new OutboundError('notOAuth')
  const { owner, userId } = await chosenOwner(effect.owner, run)
  const scopes = outbound?.scopes ?? effect.scopes
  const begun = await beginConnect(projectId, {
    appId: app.id,
    owner,
    ...(scopes.length === 0 ? {} : { scopes: [...scopes] }),
    // The page of the end goes back to the flow's, or closes.
    redirectUrl: null,
    grantedBy: userId,
    actor: { type: 'flow', id: flowId, name: flowName },
    execution: { executionId, stepId: cursor?.stepId ?? '', visit: cursor?.visit ?? 0 },
  })
  const wait: ConnectWait = {
    type: 'connect',
    connectId: begun.connectId,
    url: begun.url,
    app: { id: app.id, name: app.name },
    owner: effect.owner,
    scopes,
    expiresAt: new Date(Date.now() + LONGEST_CONNECT_MINUTES * 60_000).toISOString(),
  }
  return { result: { ...connected(wait.app, []), patch: [], wait }, secrets: [] }
}

/** The person has cancelled; a connect that was made in the same moment counts. */
export async function giveUp(
  { connectId, app }: Extract<OutboundEffect, { type: 'giveUpConnect' }>,
  run: EffectRun,
): Promise<Performed> {
  return { result: await end(run.execution.projectId, { connectId, app }, connectRefused()), secrets: [] }
}

/** What a connect has come to; null while it may still be made. */
export async function readConnect(projectId: string, wait: ConnectWait): Promise<EffectResult | null> {
  const ended = await readEnded(projectId, wait)
  return ended ?? (Date.parse(wait.expiresAt) <= Date.now() ? await closeConnect(projectId, wait) : null)
}

/** What a connect has come to whose time is over: it can be made no more. */
export async function closeConnect(projectId: string, wait: ConnectWait): Promise<EffectResult> {
  const message = `${wait.app.name} was not connected within ${LONGEST_CONNECT_MINUTES} minutes. Try again.`
  return await end(projectId, wait, { code: 'timedOut', message })
}

type Attempt = Pick<ConnectWait, 'connectId' | 'app'>

async function end(projectId: string, attempt: Attempt, why: { code: string; message: string }): Promise<EffectResult> {
  await abandonConnect(projectId, attempt.connectId, { code: why.code, message: why.message })
  return (await readEnded(projectId, attempt)) ?? notConnected(why, attempt.app)
}

async function readEnded(projectId: string, { connectId, app }: Attempt): Promise<EffectResult | null> {
  const connect = await findConnect(projectId, connectId)
  if (!connect) return notConnected({ code: 'notFound', message: `${app.name} is not there any more.` }, app)
  const { status, tokenId, scopes, errorCode, errorMessage } = connect
  const earlier = toEarlier(connect.record)
  if (status === 'completed')
    return connected(app, tokenId === null ? scopes : await findGrantedScopes(projectId, tokenId), earlier)
  if (status !== 'failed') return null
  const code = toFlowCode(errorCode ?? 'providerError')
  const message = errorMessage ?? `${app.name} was not connected. Try again.`
  return notConnected({ code, message, endUserText: toEndUserText(errorCode) }, app, earlier)
}

/** The exchanges with the token endpoint, masked. */
function toEarlier(record: unknown): EarlierExchange[] {
  const records = Array.isArray(record) ? record : record === null || record === undefined ? [] : [record]
  return records.map((each) => ({ purpose: 'token', record: asJson(each) }))
}
