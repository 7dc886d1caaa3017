import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Connecting, useConnect } from '@/components/screen/use-connect'
import type { HostedBoot } from '@/lib/api/hosted/page'
import type { JsonObject } from '@/lib/language/json'
import type { FlowReply } from '@/lib/runner/types'
import { tellEmbedder } from './embedder'
import { createFlowClient, FlowError } from './flow-client'
import { findKeptExecution, forgetExecution } from './kept-execution'

const LOOK_AGAIN_MS = 1_000
/** A step that another window has under way is waited for so many seconds. */
const LOOKS = 60

export type FlowPhase =
  | { type: 'loading' }
  | { type: 'screen'; reply: FlowReply; busy: boolean; notice: string | null }
  /** An account is to be connected, in a window of its own. */
  | { type: 'connect'; reply: FlowReply; notice: string | null }
  | { type: 'leaving' }
  | { type: 'done'; reply: FlowReply }
  | { type: 'failed'; reply: FlowReply }
  /** There is nothing to show: what happened, and that it can begin anew. */
  | { type: 'stopped'; title: string; text: string }

export interface FlowControls {
  phase: FlowPhase
  submit: (interactionId: string, input: JsonObject) => void
  connecting: Connecting
  startAgain: () => void
  /** On to the application, when the address names one. */
  goOn: ((reply: FlowReply) => void) | null
}

/** One person's way through a flow: begins or goes on where this window was, submits, and leaves for the application. */
export function useFlow(boot: HostedBoot): FlowControls {
  const client = useMemo(() => createFlowClient(boot), [boot])
  const [phase, setPhase] = useState<FlowPhase>({ type: 'loading' })
  const begun = useRef(false)

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
      let reply = first
      for (let look = 0; reply.status === 'running' && look < LOOKS; look += 1) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
        const kept = findKeptExecution(boot)
        if (kept) reply = await client.resume(kept)
      }
      // The account may be connected already: the person comes back from there.
      if (resumed && reply.action === 'redirect') reply = await client.look(reply)
      if (reply.action === 'redirect' || reply.action === 'poll')
        return setPhase({ type: 'connect', reply, notice: null })
      if (reply.action === 'screen') return setPhase({ type: 'screen', reply, busy: false, notice: null })
      if (reply.status === 'completed') {
        if (!resumed) {
          const authInfo = 'authInfo' in reply ? { authInfo: reply.authInfo } : {}
          tellEmbedder(boot, { type: 'completed', output: reply.output ?? {}, ...authInfo })
          if (boot.redirectUrl !== null) return await leave(reply, boot.redirectUrl)
        }
        return setPhase({ type: 'done', reply })
      }
      if (!resumed) {
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

  useEffect(() => {
    if (begun.current) return
    begun.current = true
    tellEmbedder(boot, { type: 'ready' })
    const kept = findKeptExecution(boot)
    if (!kept) return void start()
    client
      .resume(kept)
      .then((reply) => show(reply, true))
      .catch((error) => {
        // It is gone, and nothing was asked yet: begin anew.
        if (error instanceof FlowError && error.status === 404) return start()
        setPhase(toStopped(error))
      })
  }, [boot, client, show, start])

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
      if (error instanceof FlowError && error.status === 'offline') return
      const kept = findKeptExecution(boot)
      if (error instanceof FlowError && error.status === 409 && kept)
        return await client.resume(kept).then(
          (now) => show(now, true),
          (cause) => setPhase(toStopped(cause)),
        )
      if (error instanceof FlowError && (error.status === 404 || error.status === 403)) setPhase(toStopped(error))
    }
  }, [boot, client, show])

  const answer = useCallback(
    async (button: 'retry' | 'cancel', connectId: string) => {
      const asked = shown.current
      if (!asked) return null
      try {
        const next = await client.submit(asked, button, { connectId })
        await show(next)
        return next
      } catch (error) {
        const kept = findKeptExecution(boot)
        if (error instanceof FlowError && error.status === 409 && kept) {
          await client.resume(kept).then(
            (now) => show(now, true),
            (cause) => setPhase(toStopped(cause)),
          )
          return null
        }
        const notice = error instanceof FlowError && error.status === 'offline' ? error.message : TRY_AGAIN
        setPhase({ type: 'connect', reply: asked, notice })
        return null
      }
    },
    [boot, client, show],
  )
  const reply = phase.type === 'connect' ? phase.reply : null
  const connecting = useConnect({ reply, look, answer, mayLeave: true })
  const { prepare, settle } = connecting

  // Back from the provider, to the page as the browser has kept it.
  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => {
      const kept = event.persisted ? findKeptExecution(boot) : null
      if (kept)
        client.resume(kept).then(
          (now) => show(now, true),
          (error) => setPhase(toStopped(error)),
        )
    }
    window.addEventListener('pageshow', onShow)
    return () => window.removeEventListener('pageshow', onShow)
  }, [boot, client, show])

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
          const kept = findKeptExecution(boot)
          if (error instanceof FlowError && error.status === 409 && kept) {
            // Another tab has gone on: show where it stands.
            return await client.resume(kept).then((now) => show(now, true))
          }
          if (error instanceof FlowError && (error.status === 404 || error.status === 403)) throw error
          const notice = error instanceof FlowError && error.status === 'offline' ? error.message : TRY_AGAIN
          setPhase({ type: 'screen', reply, busy: false, notice })
        })
        .catch((error) => setPhase(toStopped(error)))
    },
    [boot, client, phase, prepare, settle, show],
  )

  const startAgain = useCallback(() => {
    forgetExecution(boot)
    void start()
  }, [boot, start])

  const { redirectUrl } = boot
  const goOn = redirectUrl === null ? null : (reply: FlowReply) => void leave(reply, redirectUrl)
  return { phase, submit, connecting, startAgain, goOn }
}

const TRY_AGAIN = 'That did not work. Nothing is lost: try again in a moment.'

function toStopped(error: unknown): FlowPhase {
  if (error instanceof FlowError) {
    if (error.status === 'offline') return { type: 'stopped', title: 'No connection', text: error.message }
    if (error.status === 404) {
      return {
        type: 'stopped',
        title: 'This page has expired',
        text: 'It was left open for too long, or is not offered any more. You can begin again.',
      }
    }
    if (error.status === 403) {
      return {
        type: 'stopped',
        title: 'This is open in another window',
        text: 'Go on in the window where you began, or begin again here.',
      }
    }
  }
  return { type: 'stopped', title: 'Something went wrong', text: 'Please try again in a moment.' }
}
