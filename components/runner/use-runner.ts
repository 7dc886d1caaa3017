'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError, asApiError } from '@/components/api/fetch-json'
import { cancelExecution, getExecution } from '@/components/messages/execution-api'
import { createExecutionFeed, deriveStatus, type ExecutionFeed } from '@/components/messages/execution-feed'
import { useFeed } from '@/components/messages/use-feed'
import { useConnect } from '@/components/screen/use-connect'
import type { JsonObject } from '@/lib/language/json'
import { type ExecutionStatus, type FlowInputs, type FlowReply, isLive } from '@/lib/runner/types'
import { newExecutionId } from './new-execution-id'
import { startFlow, submitScreen } from './runner-api'

export type RunVersion = number | 'draft' | 'live'

/** Called before a draft is run, to save what is still unsaved; a message means: do not run, for this reason. */
export type BeforeRun = () => Promise<{ ok: true } | { ok: false; message: string }>

export interface RunnerOptions {
  projectId: string
  flowId: string
  /** The execution to show: of the page's address, so that a reload finds it again. */
  executionId: string | null
  onExecutionId: (executionId: string | null) => void
  beforeRun?: BeforeRun | undefined
}

type Work = 'preparing' | 'starting' | 'submitting' | 'cancelling' | 'resuming' | null

/** One flow's runner: starts an execution and follows it, hands in its screens, cancels it, finds it again after a reload. */
export function useRunner({ projectId, flowId, executionId, onExecutionId, beforeRun }: RunnerOptions) {
  const [feed, setFeed] = useState<ExecutionFeed | null>(null)
  const [work, setWork] = useState<Work>(null)
  const [error, setError] = useState<{ title: string; error: ApiError } | null>(null)
  const snapshot = useFeed(feed)
  const current = useRef<ExecutionFeed | null>(null)

  const replaceFeed = useCallback((next: ExecutionFeed | null) => {
    current.current?.close()
    current.current = next
    setFeed(next)
  }, [])

  useEffect(() => () => current.current?.close(), [])

  const report = useCallback((title: string, cause: unknown) => setError({ title, error: asApiError(cause) }), [])

  // An execution in the address that is not the one at hand: the page was reloaded or opened by a link.
  useEffect(() => {
    if (executionId === null || current.current?.executionId === executionId) return
    const abort = new AbortController()
    setWork('resuming')
    resume(projectId, flowId, executionId, abort.signal)
      .then((resumed) => {
        if (abort.signal.aborted) return
        setWork(null)
        replaceFeed(resumed)
      })
      .catch((cause: unknown) => {
        if (abort.signal.aborted) return
        setWork(null)
        if (asApiError(cause).code === 'notFound') onExecutionId(null)
        else report('The execution could not be opened again', cause)
      })
    return () => abort.abort()
  }, [projectId, flowId, executionId, onExecutionId, replaceFeed, report])

  const run = useCallback(
    async (version: RunVersion, inputs: FlowInputs) => {
      setError(null)
      setWork('preparing')
      try {
        const ready = version === 'draft' && beforeRun ? await beforeRun() : { ok: true as const }
        if (!ready.ok) {
          return report('The draft was not run', new ApiError('notSaved', ready.message, 0))
        }
        setWork('starting')
        const next = createExecutionFeed({ projectId, executionId: newExecutionId() })
        replaceFeed(next)
        onExecutionId(next.executionId)
        await next.open()
        const reply = await startFlow(projectId, { executionId: next.executionId, flowId, version, inputs })
        next.setReply(reply)
      } catch (cause) {
        // Without a message it never began; with one it goes on, and its events tell how.
        if (current.current && current.current.read().messages.length === 0) {
          replaceFeed(null)
          onExecutionId(null)
        }
        report('The flow could not be started', cause)
      } finally {
        setWork(null)
      }
    },
    [projectId, flowId, beforeRun, onExecutionId, replaceFeed, report],
  )

  const look = useCallback(async () => {
    const live = current.current
    const asked = live?.read().reply
    if (!live || !asked) return
    const request = { executionId: live.executionId, stepId: asked.stepId, interactionId: 'polling', input: {} }
    // The live events tell the same; what fails here is tried again.
    const now = await submitScreen(projectId, request).catch(() => null)
    if (now && now.action !== 'poll') live.setReply(now)
  }, [projectId])

  const answer = useCallback(
    async (button: 'retry' | 'cancel', connectId: string) => {
      const live = current.current
      const asked = live?.read().reply
      if (!live || !asked) return null
      setError(null)
      const { stepId } = asked
      try {
        const next = await submitScreen(projectId, {
          executionId: live.executionId,
          stepId,
          interactionId: button,
          input: { connectId },
        })
        live.setReply(next)
        return next
      } catch (cause) {
        report('That could not be done', cause)
        const view = await getExecution(projectId, live.executionId).catch(() => null)
        if (view?.reply) live.setReply(view.reply)
        return null
      }
    },
    [projectId, report],
  )
  const pending = snapshot.reply && isLive(snapshot.reply.status) ? snapshot.reply : null
  const connecting = useConnect({ reply: pending, look, answer, mayLeave: false })
  const { prepare, settle } = connecting

  const submit = useCallback(
    async (interactionId: string, input: JsonObject) => {
      const live = current.current
      const reply = live?.read().reply
      if (!live || !reply) return
      setError(null)
      setWork('submitting')
      const { connects } = reply.screen.view ?? {}
      // Before anything is waited for: a window that opens later would be blocked.
      const opens = connects && Object.hasOwn(connects, interactionId) ? connects[interactionId]?.opensWindow : false
      if (opens) prepare()
      let next: FlowReply | null = null
      try {
        const request = { executionId: live.executionId, stepId: reply.stepId, interactionId, input }
        next = await submitScreen(projectId, request)
        live.setReply(next)
      } catch (cause) {
        report('The screen could not be submitted', cause)
        // Someone else was quicker, or it has ended: show where it is now.
        const view = await getExecution(projectId, live.executionId).catch(() => null)
        if (view?.reply) live.setReply(view.reply)
      } finally {
        if (opens) settle(next)
        setWork(null)
      }
    },
    [projectId, report, prepare, settle],
  )

  const cancel = useCallback(async () => {
    const live = current.current
    if (!live) return
    setError(null)
    setWork('cancelling')
    try {
      await cancelExecution(projectId, live.executionId)
    } catch (cause) {
      report('The execution could not be cancelled', cause)
    } finally {
      setWork(null)
    }
  }, [projectId, report])

  const clear = useCallback(() => {
    setError(null)
    replaceFeed(null)
    onExecutionId(null)
  }, [onExecutionId, replaceFeed])

  const status = useMemo<ExecutionStatus | null>(
    () => (feed ? deriveStatus(snapshot.messages, snapshot.reply) : null),
    [feed, snapshot.messages, snapshot.reply],
  )
  return {
    ...snapshot,
    executionId: feed?.executionId ?? null,
    status,
    live: status !== null && isLive(status),
    work,
    failure: error,
    run,
    submit,
    connecting,
    cancel,
    clear,
    reconnect: useCallback(() => void current.current?.open(), []),
  }
}

async function resume(
  projectId: string,
  flowId: string,
  executionId: string,
  signal: AbortSignal,
): Promise<ExecutionFeed> {
  const { execution, reply } = await getExecution(projectId, executionId, signal)
  if (execution.flowId !== flowId) throw new ApiError('notFound', 'This execution is one of another flow.', 404)
  const feed = createExecutionFeed({ projectId, executionId, reply })
  await feed.load()
  if (signal.aborted) feed.close()
  else if (isLive(execution.status) || execution.asyncCalls.pending > 0) void feed.open()
  return feed
}
