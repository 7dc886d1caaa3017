/**
 * What a server action answers. `code` is stable and for programs; `message` says what to do; `fields` maps a form
 * field's path to its own message.
 */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: ActionErrorCode; message: string; fields?: Record<string, string> }

export type ActionErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'inUse'
  | 'unexpected'

/** A rule was broken in a way that its caller should be told about. Services throw it; actions and routes translate it. */
export class DomainError extends Error {
  constructor(
    readonly code: ActionErrorCode,
    message: string,
    readonly fields?: Record<string, string>,
    /** Facts for the caller, never secret: the flows that use a connector, the current revision. */
    readonly details?: Record<string, unknown>,
  ) {
    super(message)
    this.name = 'DomainError'
  }
}
