/** Ends a destination that anyone on the way can pass for: nobody checks its certificate. */
export const UNVERIFIED = ', certificates not verified'

/** Whether a secret that was entered for one destination may go to another: the same one, or the same better protected. */
export function keepsSecret(before: string | undefined, after: string | undefined): boolean {
  return after !== undefined && (before === after || before === after + UNVERIFIED)
}
