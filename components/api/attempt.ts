import { unstable_rethrow } from 'next/navigation'
import type { ActionResult } from '@/lib/result'
import { UNREACHABLE } from './fetch-json'

/** A server action's answer, also when the server could not be reached at all. */
export async function attempt<R extends { ok: boolean }>(call: Promise<R>): Promise<R | ActionResult<never>> {
  try {
    return await call
  } catch (error) {
    // An action that leads to another page is no failure.
    unstable_rethrow(error)
    return { ok: false, code: 'unexpected', message: UNREACHABLE }
  }
}
