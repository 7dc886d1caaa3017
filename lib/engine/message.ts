import type { Json, JsonObject } from '../language/json'
import type {
  ConnectOwner,
  EarlierPurpose,
  EvaluatedBranch,
  Failure,
  OutboundAppName,
  ScriptRun,
} from '../language/outcome'

/** A value that a step put into the context: what changed between before and after. */
export interface ContextChange {
  path: string[]
  value: Json
}

/** Why an execution ended as failed. */
export interface ExecutionError {
  code: string
  description: string
  message: string
  stepId?: string
  stepName?: string
}

/** By which port a step was left, and where the edge led: null when the port has no edge. */
export interface Move {
  port: string
  to: string | null
}

/** The body of a runner message, by type. Stored masked; never holds a secret field. */
export type MessageBody =
  | { type: 'started'; flowId: string; flowName: string; version: number | null; context: JsonObject }
  | { type: 'screen'; error: string | null; fieldErrors: Record<string, string> | null }
  /** A step waits until a person has connected an account of theirs. */
  | { type: 'connecting'; app: OutboundAppName; owner: ConnectOwner; scopes: readonly string[]; expiresAt: string }
  | {
      type: 'submitted'
      interactionId: string
      values: JsonObject
      secretFields: string[]
      changes: ContextChange[]
      move: Move
    }
  | {
      type: 'connector'
      /** A ConnectorRecord of lib/connectors/types: request, response, error, time split. */
      record: Json
      failure: Failure | null
      /** How a failure was handled; null on success. */
      handling: 'automatic' | 'custom' | 'ignore' | null
      changes: ContextChange[]
      /** Null when the execution failed here. */
      move: Move | null
    }
  | {
      type: 'action'
      action: string
      /** What it was given; secret fields as ••••. */
      inputs: JsonObject
      /** What came of it, for people. */
      result: JsonObject
      failure: Failure | null
      /** How a failure was handled; null on success. */
      handling: 'automatic' | 'custom' | 'ignore' | null
      changes: ContextChange[]
      /** Null when the execution failed here. */
      move: Move | null
    }
  | {
      type: 'script'
      args: JsonObject
      run: ScriptRun
      failure: Failure | null
      /** How a failure was handled; null on success. */
      handling: 'automatic' | 'custom' | 'ignore' | null
      changes: ContextChange[]
      /** Null when the execution failed here. */
      move: Move | null
    }
  /** A step begins to run another flow; what follows is told of that one, until it has ended. */
  | { type: 'subflowStarted'; flowId: string; flowName: string; context: JsonObject }
  | {
      type: 'subflowEnded'
      flowId: string
      flowName: string
      /** The End step that it reached; null when it failed. */
      exit: { id: string; name: string; result: 'success' | 'failure' } | null
      outputs: JsonObject
      failure: { code: string; message: string } | null
      /** How a failure was handled; null when there was none. */
      handling: 'automatic' | 'custom' | 'ignore' | null
      changes: ContextChange[]
      /** Null when the execution, or the flow that this step is of, failed here. */
      move: Move | null
    }
  /** An exchange of a connector call before its last (a token request, an attempt that was made again), or of a connect. */
  | { type: 'exchange'; purpose: EarlierPurpose; record: Json }
  /** An asynchronous call was handed to the queue; its `asyncCall` messages name this one. */
  | {
      type: 'queued'
      connectorId: string
      action: string
      /** Of http, with the base path: a template, because its values may be secret. */
      endpoint: string | null
      move: Move
    }
  /** What came of one attempt of an asynchronous call. It may come when the execution has long moved on or ended. */
  | {
      type: 'asyncCall'
      /** The number of its `queued` message. */
      call: number
      /** From 1; 0 when none was made. */
      attempt: number
      outcome: AsyncOutcome
      /** As of a connector message; null when nothing was sent. */
      record: Json
      failure: Failure | null
      /** ISO 8601, when it is tried again. */
      nextAttemptAt: string | null
    }
  | { type: 'condition'; branches: EvaluatedBranch[]; decided: string; move: Move }
  /** A step was left that has nothing else to tell: start. */
  | { type: 'passed'; move: Move }
  | { type: 'warning'; code: 'missingValue'; source: string; text: string }
  | { type: 'completed'; result: 'success' | 'failure'; outputs: JsonObject }
  | { type: 'failed'; error: ExecutionError }
  | { type: 'cancelled'; text: string }

export type MessageType = MessageBody['type']

/** How an attempt of an asynchronous call ended: the call with it, unless it is tried again. */
export type AsyncOutcome = 'succeeded' | 'retrying' | 'failed' | 'cancelled'

/**
 * Messages of asynchronous calls are numbered from here on, apart from the execution's own: they come by themselves,
 * at any time, and must never take a number that the execution's next commit has already given.
 */
export const ASYNC_LANE = 1_000_000_000

/** Whether a message tells of an asynchronous call's attempt, and not of where the execution is. */
export function isOfAsyncCall(message: { number: number }): boolean {
  return message.number > ASYNC_LANE
}

/** One logged event of an execution, in order of `number` from 1 without gaps (those of asynchronous calls: from ASYNC_LANE + 1). */
export type RunnerMessage = MessageBody & {
  number: number
  /** ISO 8601 */
  at: string
  stepId: string | null
  stepName: string | null
  /** The count of steps visited so far in this execution; tells two visits of one step apart. */
  visit: number | null
  /** Absent: of the flow that the execution is of. */
  within?: Within
}

/** The subflow that a message is of. */
export interface Within {
  flowId: string
  flowName: string
  /** 1: run by a step of the execution's own flow. */
  depth: number
  /** The step of the execution's own flow below which it runs. */
  rootStepId: string
}
