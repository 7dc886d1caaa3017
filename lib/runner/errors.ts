import { z } from 'zod'
import type { ExecutionError } from '@/lib/engine/message'

/** Why the runner refuses a request. The API plane maps each to a status and an error code in lib/api/errors.ts. */
export type RunnerErrorCode =
  | 'flowNotFound'
  | 'flowNotPublished'
  | 'flowDisabled'
  | 'wrongKind'
  | 'draftInvalid'
  | 'executionNotFound'
  | 'executionEnded'
  | 'executionIdTaken'
  | 'executionMoving'
  | 'staleStep'
  | 'nonceMismatch'
  | 'unknownButton'
  | 'unknownField'
  | 'sessionPast'
  | 'keyInUse'
  | 'keyReused'

const messages: Record<RunnerErrorCode, string> = {
  flowNotFound: 'There is no flow with this id in the project.',
  flowNotPublished: 'This flow has no such published version. Publish it first.',
  flowDisabled: 'This flow is disabled. Enable it in the console to run it.',
  wrongKind:
    'This flow is of the other kind. Start an interactive flow with /v1/flow/start, a management flow with /v1/mgmt/flow/run.',
  draftInvalid: 'The draft cannot run: it has no Start step. Open the flow in the editor and add one.',
  executionNotFound: 'There is no execution with this id in the project.',
  executionEnded: 'This execution has ended. Start a new one.',
  executionIdTaken: 'This execution id is taken. Make a new one.',
  executionMoving: 'The execution keeps moving on and could not be cancelled. Try again.',
  staleStep: 'The execution has moved on from this step. Show its current screen again.',
  nonceMismatch:
    'This execution belongs to another browser window. Send the X-Descope-Flow-Nonce that its start answered, or start the flow anew.',
  unknownButton: 'The current screen has no button with this interactionId.',
  unknownField: 'The input has fields that the current screen does not have. Send the fields of the screen alone.',
  sessionPast:
    'The session of this execution was used, has ended or is minutes old: it is not handed over again. Start the flow anew.',
  keyInUse: 'A request with this Idempotency-Key is still running. Try again when it has ended.',
  keyReused: 'This Idempotency-Key was used with another request. Use a new key.',
}

export class RunnerError extends Error {
  constructor(readonly code: RunnerErrorCode) {
    super(messages[code])
    this.name = 'RunnerError'
  }
}

/** The error column of an execution holds what the journal wrote: an ExecutionError or nothing. */
export function toExecutionError(value: unknown): ExecutionError | null {
  const parsed = executionErrorSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

const executionErrorSchema = z.object({
  code: z.string(),
  description: z.string(),
  message: z.string(),
  stepId: z.string().optional(),
  stepName: z.string().optional(),
})
