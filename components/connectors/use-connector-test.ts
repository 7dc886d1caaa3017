'use client'

import { useEffect, useRef, useState } from 'react'
import { type ApiError, asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import type { ConnectorOutcome } from '@/lib/connectors/types'
import type { Json } from '@/lib/language/json'
import type { TestCall } from './test-inputs'

/** What a test answers: an outcome without its secrets. */
export type TestOutcome = Omit<ConnectorOutcome, 'secrets'>

export type TestRun =
  | { status: 'idle' }
  | { status: 'sending'; startedAt: number }
  | { status: 'cancelled' }
  | { status: 'failed'; error: ApiError }
  | { status: 'done'; request: TestRequest; outcome: TestOutcome; at: number }

export type TestRequest = TestCall & { values: Record<string, Json> }

// The longest timeout of a connector is 120 s; the server answers within it and a second.
const LONGEST_SECONDS = 130

/** One test of a connector at a time; a new one, a cancel or leaving the page aborts the one under way. */
export function useConnectorTest(projectId: string, connectorId: string) {
  const [run, setRun] = useState<TestRun>({ status: 'idle' })
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  async function send(request: TestRequest): Promise<void> {
    abort.current?.abort()
    const controller = new AbortController()
    abort.current = controller
    setRun({ status: 'sending', startedAt: Date.now() })
    try {
      const outcome = await fetchJson<TestOutcome>(projectPath(projectId, 'connectors', connectorId, 'test'), {
        body: request,
        signal: controller.signal,
        timeoutSeconds: LONGEST_SECONDS,
      })
      if (abort.current === controller) setRun({ status: 'done', request, outcome, at: Date.now() })
    } catch (error) {
      if (abort.current === controller && !controller.signal.aborted)
        setRun({ status: 'failed', error: asApiError(error) })
    }
  }

  function cancel(): void {
    abort.current?.abort()
    setRun({ status: 'cancelled' })
  }

  return { run, send, cancel }
}
