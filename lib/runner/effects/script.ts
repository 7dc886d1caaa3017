import type { EffectResult, ScriptEffect } from '@/lib/language/outcome'
import { runScript } from '@/lib/scripts/pool'
import type { Performed } from './connector'

/** Runs a scriptlet. Given the same it comes to the same, so it may be done twice. */
export async function performScript({ code, args, form }: ScriptEffect, signal: AbortSignal): Promise<Performed> {
  const { result, overrides, failure, console, consoleCut, durationMs } = await runScript({ code, args, form }, signal)
  const effectResult: EffectResult = {
    failure: failure && { event: 'scriptExecution', ...failure },
    value: result,
    record: null,
    missing: [],
    usedSecretPaths: [],
    patch: Object.entries(overrides).map(([name, value]) => ({ path: ['form', name], value })),
    script: { console, consoleCut, durationMs },
  }
  return { result: effectResult, secrets: [] }
}
