'use client'

import { useEffect, useRef, useState } from 'react'
import { type ApiError, asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import type { ScriptInput, ScriptOutcome } from '@/lib/scripts/protocol'

type ScriptTest =
  | { status: 'idle' }
  | { status: 'running' }
  | { status: 'failed'; error: ApiError }
  | { status: 'done'; outcome: ScriptOutcome }

/** One test of a script at a time; a new one, or leaving the step, ends the one under way. */
export function useScriptTest(projectId: string) {
  const [run, setRun] = useState<ScriptTest>({ status: 'idle' })
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  async function send(body: ScriptInput): Promise<void> {
    abort.current?.abort()
    const controller = new AbortController()
    abort.current = controller
    setRun({ status: 'running' })
    try {
      const outcome = await fetchJson<ScriptOutcome>(projectPath(projectId, 'scripts', 'test'), {
        body,
        signal: controller.signal,
      })
      if (abort.current === controller) setRun({ status: 'done', outcome })
    } catch (error) {
      if (abort.current === controller && !controller.signal.aborted)
        setRun({ status: 'failed', error: asApiError(error) })
    }
  }

  return { run, send }
}
