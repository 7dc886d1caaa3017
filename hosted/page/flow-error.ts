/** Why a request was not answered as wished. `offline`: it may not have arrived; it can be sent again. */
export class FlowError extends Error {
  constructor(
    readonly status: number | 'offline',
    readonly code: string,
    message: string,
  ) {
    super(message)
  }

  /** The execution is gone, or another window's: asking again changes nothing. */
  get isFinal(): boolean {
    return this.status === 403 || this.status === 404
  }
}
