import { ASYNC_LANE, type ExecutionError, type RunnerMessage } from '../engine/message'
import type { FlowDocument } from '../flow/schema'
import type { JwtResponse } from '../identity/sessions/types'
import type { JsonObject } from '../language/json'
import type { ConnectOwner } from '../language/outcome'
import type { AppFace, ScreenView } from '../steps/screen/render'

// What the console’s pages and the API plane say to each other about executions. Safe for the browser.

/** The database channel on which commits of watched executions are announced; the payload is `projectId:executionId`. */
export const EXECUTION_CHANNEL = 'patchbay_execution'

export const executionStatuses = ['running', 'waiting', 'completed', 'failed', 'cancelled'] as const
export type ExecutionStatus = (typeof executionStatuses)[number]

export const executionTriggers = ['console', 'api', 'cli', 'hosted'] as const
export type ExecutionTrigger = (typeof executionTriggers)[number]

/** Statuses in which an execution may still change. */
export function isLive(status: ExecutionStatus): boolean {
  return status === 'running' || status === 'waiting'
}

/** What a run of a flow is given from outside. Never holds a secret. */
export interface FlowInputs {
  client?: JsonObject
  form?: JsonObject
  /** User id or login id: the flow runs as if they had signed in. */
  user?: string
  /** A tenant's id; with a user one of theirs. */
  tenant?: string
  /** Before what the flow's connect actions and buttons name. */
  outboundAppId?: string
  outboundAppScopes?: string[]
}

/** Body of `POST …/flow/start`. The caller makes the id, so that it can listen before it starts. */
export interface FlowStartRequest {
  /** 20 lower-case letters and digits. */
  executionId: string
  flowId: string
  /** Default: `draft`. */
  version?: number | 'draft' | 'live'
  inputs?: FlowInputs
}

/** Body of `POST …/flow/next`. */
export interface FlowNextRequest {
  executionId: string
  /** `<step>-<visit>` as the last reply gave it. */
  stepId: string
  /** The pressed button's id. */
  interactionId: string
  input: JsonObject
}

/** What the runner answers to start and next, and sends on every change of state. */
export interface FlowReply {
  executionId: string
  /** `<step>-<visit>`; given back with `next`, so that a repeated or late submission is recognised. */
  stepId: string
  stepName: string
  status: ExecutionStatus
  /** `redirect` and `poll`: it waits for an account to be connected, and is asked again with `polling`. */
  action: 'screen' | 'redirect' | 'poll' | 'none'
  screen: { id: string; state: JsonObject; view?: ScreenView }
  /** Where a browser connects the account; good for one opening. */
  redirect?: { url: string }
  /** What it waits for. */
  connect?: PendingConnect
  error?: ExecutionError
  output?: JsonObject
  /** The tokens of the user who has signed in: in the reply that ends an interactive flow, never for an operator. */
  authInfo?: JwtResponse
}

/** The account that an execution waits for. */
export interface PendingConnect {
  id: string
  app: AppFace
  owner: ConnectOwner
  /** ISO 8601. */
  expiresAt: string
}

/** A row of the list of executions. Times are ISO 8601. */
export interface ExecutionListItem {
  id: string
  flowId: string
  flowName: string
  /** Null: a draft. */
  versionNumber: number | null
  trigger: ExecutionTrigger
  status: ExecutionStatus
  startedAt: string
  endedAt: string | null
  /** Null while it lives. */
  durationMs: number | null
  error: ExecutionError | null
  messageCount: number
  asyncCalls: AsyncCallSummary
  /** The name of the operator or key that started it; null when unknown or gone. */
  startedBy: string | null
}

/** Where an execution's asynchronous calls stand. */
export interface AsyncCallSummary {
  /** Still to be made, or tried again. */
  pending: number
  /** Failed for good. */
  failed: number
  /** The first one that failed. */
  firstFailure: { stepName: string; message: string } | null
}

/** Which executions to list. An absent member does not narrow. */
export interface ExecutionFilter {
  flow?: string
  version?: number | 'draft'
  status?: ExecutionStatus
  trigger?: ExecutionTrigger
  /** Those with an asynchronous call that failed for good. */
  asyncFailed?: true
  /** Finds an execution's id, its flow's name, and the text of its error. */
  text?: string
  /** Started at or after; ISO 8601. */
  from?: string
  /** Started before; ISO 8601. */
  to?: string
  cursor?: string
}

export interface ExecutionPage {
  executions: ExecutionListItem[]
  /** Null on the last page. */
  nextCursor: string | null
}

/** One execution with the flow it ran. */
export interface ExecutionView {
  execution: ExecutionListItem
  /** The snapshot that it ran, whatever the flow has become since. */
  document: FlowDocument
  /** When it waits: what it waits for, to show the screen again. */
  reply: FlowReply | null
}

/**
 * How far someone has read an execution's messages: the last number of its own, and how many of its asynchronous calls',
 * which are numbered apart because they come at any time.
 */
export interface MessageCursor {
  after: number
  afterAsync: number
}

/** The cursor when a message has been read too. */
export function advanceCursor({ after, afterAsync }: MessageCursor, number: number): MessageCursor {
  return number > ASYNC_LANE
    ? { after, afterAsync: Math.max(afterAsync, number - ASYNC_LANE) }
    : { after: Math.max(after, number), afterAsync }
}

/** Whether a message is behind a cursor's place already. */
export function isRead({ after, afterAsync }: MessageCursor, number: number): boolean {
  return number > ASYNC_LANE ? number - ASYNC_LANE <= afterAsync : number <= after
}

export interface MessagePage {
  messages: RunnerMessage[]
}

/** What executions of a flow had as values, masked as it was logged and shortened: for completion and previews. */
export interface FlowValues {
  /** The newest execution's context as far as it came; null when none has run. */
  last: { startedAt: string; context: JsonObject } | null
  /** The contexts of the newest executions laid over each other. */
  seen: JsonObject
}
