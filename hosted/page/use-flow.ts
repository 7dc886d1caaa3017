import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Connecting, useConnect } from '@/components/screen/use-connect'
import type { HostedBoot } from '@/lib/api/hosted/page'
import type { JsonObject } from '@/lib/language/json'
import type { FlowReply } from '@/lib/runner/types'
import { tellEmbedder } from './embedder'
import { createFlowClient } from './flow-client'
import { FlowError } from './flow-error'
import { followRunning } from './follow-running'
import { findKeptExecution, forgetExecution, isNewVisit, rememberTold } from './kept-execution'
import { type Stopped, toStopped } from './stopped'

export type FlowPhase =
  | { type: 'loading' }
  | { type: 'screen'; reply: FlowReply; busy: boolean; notice: string | null }
  /** An account is to be connected, in a window of its own. */
  | { type: 'connect'; reply: FlowReply; notice: string | null }
  /** A step is under way that this page did not ask for, or whose answer it has not got: it looks by itself. */
  | { type: 'working' }
  /** It still is, after many looks: the person says when to look again. */
  | { type: 'slow'; reply: FlowReply; unreachable: boolean }
  | { type: 'leaving' }
  | { type: 'done'; reply: FlowReply }
  | { type: 'failed'; reply: FlowReply }
  | Stopped

export interface FlowControls {
  phase: FlowPhase
  submit: (interactionId: string, input: JsonObject) => void
  connecting: Connecting
  startAgain: () => void
  /** Goes on where the execution stands, and begins one when there is none. */
  tryAgain: () => void
  /** On to the application, when the address names one. */
  goOn: ((reply: FlowReply) => void) | null
}

/** One person's way through a flow: begins or goes on where this window was, submits, and leaves for the application. */
export function useFlow(boot: HostedBoot): FlowControls {
  const client = useMemo(() => createFlowClient(boot), [boot])
  const [phase, setPhase] = useState<FlowPhase>({ type: 'loading' })
  const begun = useRef(false)
  const following = useRef<AbortController | null>(null)

  const leave = useCallback(
    async (reply: FlowReply, redirectUrl: string) => {
      setPhase({ type: 'leaving' })
      try {
        const url = await client.leave(reply, redirectUrl)
        window.location.assign(url)
      } catch (error) {
        setPhase(toStopped(error))
      }
    },
    [client],
  )

  const show = useCallback(
    async (first: FlowReply, resumed = false) => {
      following.current?.abort()
      let reply = first
      // The end of what was seen under way is news, whoever asked for it.
      const isKnown = resumed && first.status !== 'running'
      if (first.status === 'running') {
        const mine = new AbortController()
        following.current = mine
        setPhase({ type: 'working' })
        const look = (signal: AbortSignal) => client.again(first, signal)
        const followed = await followRunning(first, { look, signal: mine.signal })
        if (!followed) return
        reply = followed.reply
        if (reply.status === 'running') return setPhase({ type: 'slow', ...followed })
      }
      // The account may be connected already: the person comes back from there.
      if (resumed && reply.action === 'redirect') reply = await client.look(reply)
      if (reply.action === 'redirect' || reply.action === 'poll')
        return setPhase({ type: 'connect', reply, notice: null })
      if (reply.action === 'screen') return setPhase({ type: 'screen', reply, busy: false, notice: null })
      rememberTold(boot)
      if (reply.status === 'completed') {
        if (!isKnown) {
          const authInfo = 'authInfo' in reply ? { authInfo: reply.authInfo } : {}
          tellEmbedder(boot, { type: 'completed', output: reply.output ?? {}, ...authInfo })
          if (boot.redirectUrl !== null) return await leave(reply, boot.redirectUrl)
        }
        return setPhase({ type: 'done', reply })
      }
      if (!isKnown) {
        tellEmbedder(boot, { type: 'failed', code: reply.error?.code ?? reply.status, executionId: reply.executionId })
      }
      setPhase({ type: 'failed', reply })
    },
    [boot, client, leave],
  )

  const start = useCallback(async () => {
    setPhase({ type: 'loading' })
    try {
      await show(await client.start())
    } catch (error) {
      setPhase(toStopped(error))
    }
  }, [client, show])

  /**
   * Shows where an execution stands. `reply`: as this page had it; else as this window has kept it. `anew`: one whose end
   * was told is past, and another begins.
   */
  const goOnFrom = useCallback(
    async (reply: FlowReply | null, anew = false) => {
      const kept = reply ? null : findKeptExecution(boot)
      if (!reply && (!kept || (anew && kept.told))) return await start()
      try {
        if (reply) await show(await client.again(reply), true)
        else if (kept) await show(await client.resume(kept), true)
      } catch (error) {
        // It is gone, and nothing was asked yet: begin anew.
        if (kept && error instanceof FlowError && error.status === 404) return await start()
        setPhase(toStopped(error))
      }
    },
    [boot, client, show, start],
  )

  useEffect(() => {
    if (begun.current) return
    begun.current = true
    tellEmbedder(boot, { type: 'ready' })
    void goOnFrom(null, isNewVisit(boot))
  }, [boot, goOnFrom])

  const shown = useRef<FlowReply | null>(null)
  shown.current = phase.type === 'connect' ? phase.reply : null

  const look = useCallback(async () => {
    const asked = shown.current
    if (!asked) return
    try {
      const now = await client.look(asked)
      // Meanwhile it was cancelled, or begun once more.
      if (shown.current !== asked || now.action === 'poll') return
      await show(now)
    } catch (error) {
      // Without a connection it is asked again by itself.
      if (!(error instanceof FlowError) || error.status === 'offline') return
      if (error.status === 409) return await goOnFrom(asked)
      if (error.isFinal) setPhase(toStopped(error))
    }
  }, [client, goOnFrom, show])

  const answer = useCallback(
    async (button: 'retry' | 'cancel', connectId: string) => {
      const asked = shown.current
      if (!asked) return null
      try {
        const next = await client.submit(asked, button, { connectId })
        await show(next)
        return next
      } catch (error) {
        if (error instanceof FlowError && error.status === 409) {
          await goOnFrom(asked)
          return null
        }
        setPhase({ type: 'connect', reply: asked, notice: toNotice(error) })
        return null
      }
    },
    [client, goOnFrom, show],
  )
  const reply = phase.type === 'connect' ? phase.reply : null
  const connecting = useConnect({ reply, look, answer, mayLeave: true })
  const { prepare, settle } = connecting

  useEffect(() => {
    const stop = () => following.current?.abort()
    // Back from the provider, to the page as the browser has kept it.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted && findKeptExecution(boot)) void goOnFrom(null)
    }
    window.addEventListener('pagehide', stop)
    window.addEventListener('pageshow', onShow)
    return () => {
      stop()
      window.removeEventListener('pagehide', stop)
      window.removeEventListener('pageshow', onShow)
    }
  }, [boot, goOnFrom])

  const submit = useCallback(
    (interactionId: string, input: JsonObject) => {
      if (phase.type !== 'screen' || phase.busy) return
      const { reply } = phase
      const { connects } = reply.screen.view ?? {}
      // Now, in the press: a window that opens after the answer would be blocked.
      const opens = connects && Object.hasOwn(connects, interactionId) ? connects[interactionId]?.opensWindow : false
      if (opens) prepare()
      setPhase({ ...phase, busy: true, notice: null })
      client
        .submit(reply, interactionId, input)
        .then(async (next) => {
          await show(next)
          if (opens) settle(next)
        })
        .catch(async (error) => {
          settle(null)
          // Another tab has gone on, or the first of two submissions whose answer was lost: show where it stands.
          if (error instanceof FlowError && error.status === 409) return await goOnFrom(reply)
          if (error instanceof FlowError && error.isFinal) return setPhase(toStopped(error))
          setPhase({ type: 'screen', reply, busy: false, notice: toNotice(error) })
        })
    },
    [client, goOnFrom, phase, prepare, settle, show],
  )

  const startAgain = useCallback(() => {
    forgetExecution(boot)
    void start()
  }, [boot, start])

  const tryAgain = useCallback(() => {
    setPhase({ type: phase.type === 'slow' ? 'working' : 'loading' })
    void goOnFrom(phase.type === 'slow' ? phase.reply : null)
  }, [goOnFrom, phase])

  const { redirectUrl } = boot
  const goOn = redirectUrl === null ? null : (reply: FlowReply) => void leave(reply, redirectUrl)
  return { phase, submit, connecting, startAgain, tryAgain, goOn }
}

function toNotice(error: unknown): string {
  if (error instanceof FlowError && error.status === 'offline') return error.message
  return 'That did not work. Nothing is lost: try again in a moment.'
}
