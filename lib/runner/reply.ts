import type { ExecutionState } from '@/lib/engine/state'
import { findConnectStep, opensWindow } from '@/lib/flow/connect-buttons'
import type { FlowDocument } from '@/lib/flow/schema'
import type { JsonObject } from '@/lib/language/json'
import type { ApiKeyWait, ConnectWait, ScreenWait } from '@/lib/language/outcome'
import { getPath } from '@/lib/language/path'
import { toApiKeyScreen } from '@/lib/steps/action/api-key-screen'
import { stepName } from '@/lib/steps/definitions'
import { isButton } from '@/lib/steps/screen/component'
import { type AppFace, type ConnectButtonView, renderScreen, type ScreenView } from '@/lib/steps/screen/render'
import type { ScreenStep } from '@/lib/steps/screen/schema'
import type { ExecutionRow } from './journal-read'
import type { FlowReply } from './types'

/** A step id on the wire tells two visits of one step apart. */
export function toWireStepId(stepId: string, visit: number): string {
  return `${stepId}-${visit}`
}

/** The step and visit of a step id on the wire, or null when it is not one. */
export function fromWireStepId(text: string): { stepId: string; visit: number } | null {
  const match = /^(.+)-(\d{1,9})$/.exec(text)
  return match?.[1] && match[2] ? { stepId: match[1], visit: Number(match[2]) } : null
}

/**
 * What whoever runs the execution is told: its status and, when it waits, the screen to show or the account to connect.
 * The logos of apps are still missing: `withLogos` adds them.
 * @param executionId as the caller knows it
 */
export function toReply(executionId: string, state: ExecutionState, document: FlowDocument): FlowReply {
  const { cursor } = state
  const step = cursor ? document.steps[cursor.stepId] : undefined
  const wait = cursor?.wait
  const view = wait && wait.type !== 'connect' && step ? toView(wait, state, document) : null
  return {
    executionId,
    stepId: cursor ? toWireStepId(cursor.stepId, cursor.visit) : '',
    stepName: step ? stepName(step) : '',
    status: state.status,
    action: view ? 'screen' : 'none',
    screen: view && cursor ? { id: cursor.stepId, state: {}, view } : { id: '', state: {} },
    ...(wait?.type === 'connect' ? toConnect(wait) : {}),
    ...(state.error ? { error: state.error } : {}),
    ...(state.outputs ? { output: state.outputs } : {}),
  }
}

function toView(wait: ScreenWait | ApiKeyWait, state: ExecutionState, document: FlowDocument): ScreenView | null {
  const scope = { read: (path: readonly (string | number)[]) => getPath(state.context, path) }
  if (wait.type === 'apiKey') {
    const shown = { error: null, fieldErrors: wait.fieldErrors, values: {} }
    return { ...renderScreen(toApiKeyScreen(wait), shown, scope), app: { ...wait.app, logo: '' } }
  }
  const step = document.steps[state.cursor?.stepId ?? '']
  if (step?.kind !== 'screen') return null
  const connects = toConnects(step, state, document)
  return { ...renderScreen(step, wait, scope), ...(Object.keys(connects).length > 0 ? { connects } : {}) }
}

function toConnect({ connectId, url, app, owner, expiresAt }: ConnectWait): Partial<FlowReply> {
  return {
    action: 'redirect',
    redirect: { url },
    connect: { id: connectId, app: { ...app, logo: '' }, owner, expiresAt },
  }
}

/** The buttons of a screen that connect an account, with the app as far as it is known before they are pressed. */
function toConnects(
  screen: ScreenStep,
  { outbound, cursor }: ExecutionState,
  document: FlowDocument,
): Record<string, ConnectButtonView> {
  const known = screen.components.filter(isButton).flatMap((button): [string, ConnectButtonView][] => {
    const own = button.type === 'outbound-app-button'
    const step = findConnectStep(document, cursor?.stepId ?? '', button.id, !own)
    if (!own && !step) return []
    const id = outbound?.appId || (own && button.app) || step?.settings.app
    const app: AppFace | null = id ? { id, name: '', logo: '' } : null
    return [[button.id, { opensWindow: step !== null && opensWindow(step), app }]]
  })
  return Object.fromEntries(known)
}

/** The same for who asks again: a component that is told `redirect` once more would leave its page once more. */
export function asPoll(reply: FlowReply): FlowReply {
  if (reply.action !== 'redirect') return reply
  const { redirect: _redirect, ...rest } = reply
  return { ...rest, action: 'poll' }
}

/**
 * The same of an execution whose state is gone, because it has ended.
 * @param outputs null when they were not kept
 */
export function toEndedReply(row: ExecutionRow, outputs: JsonObject | null): FlowReply {
  return {
    executionId: row.id,
    stepId: '',
    stepName: '',
    status: row.status,
    action: 'none',
    screen: { id: '', state: {} },
    ...(row.error ? { error: row.error } : {}),
    ...(outputs ? { output: outputs } : {}),
  }
}
