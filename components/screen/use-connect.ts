import { useCallback, useEffect, useRef, useState } from 'react'
import type { FlowReply } from '@/lib/runner/types'
import { type ConnectWindow, isFramed, openConnectWindow, prefersSameTab } from './connect-window'

const LOOK_EVERY_MS = 2_000
const WATCH_EVERY_MS = 500

/** `ready`: nothing is open. `open`: the person is at the provider. `closed`: they have left without an end. */
export type ConnectStage = 'ready' | 'open' | 'closed' | 'blocked'

export interface ConnectPort {
  /** The newest reply; of one that waits for no account nothing is done. */
  reply: FlowReply | null
  /** Asks whether the execution has gone on, and shows it then. */
  look: () => Promise<void>
  /** Begins another attempt, or gives up. Answers the reply, which it shows by itself; null: it has failed, and says so. */
  answer: (button: 'retry' | 'cancel', connectId: string) => Promise<FlowReply | null>
  /** The page may leave for the provider: it finds its execution again. */
  mayLeave: boolean
}

export interface Connecting {
  stage: ConnectStage
  busy: boolean
  /** Opens the window and goes to the provider. In the handler of a press. */
  connect: () => void
  cancel: () => void
  focus: () => void
  /** Opens the window before a submission that leads to a connect. In the handler of a press. */
  prepare: () => void
  /** What came of that submission: the window goes to the provider, or is closed again. */
  settle: (reply: FlowReply | null) => void
}

/** The windows of one page that runs a flow: opens them on a press, and goes on when the account is connected. */
export function useConnect({ reply, look, answer, mayLeave }: ConnectPort): Connecting {
  const [stage, setStage] = useState<ConnectStage>('ready')
  const [busy, setBusy] = useState(false)
  const opened = useRef<ConnectWindow | null>(null)
  /** Addresses that were opened: each is good for once. */
  const used = useRef(new Set<string>())
  /** Another attempt is asked for: its window is already open, and its answer decides about it. */
  const asking = useRef(false)
  const connectId = reply?.connect?.id ?? null

  const drop = useCallback(() => {
    opened.current?.go(null)
    opened.current = null
  }, [])

  const send = useCallback(
    (url: string) => {
      used.current.add(url)
      if (opened.current) {
        opened.current.go(url)
        setStage('open')
      } else if (mayLeave && !isFramed()) window.location.assign(url)
      else setStage('blocked')
    },
    [mayLeave],
  )

  const prepare = useCallback(() => {
    if (mayLeave && prefersSameTab()) return
    if (opened.current?.isClosed() ?? true) opened.current = openConnectWindow()
    else opened.current?.focus()
  }, [mayLeave])

  const settle = useCallback(
    (next: FlowReply | null) => {
      if (next?.redirect) send(next.redirect.url)
      else drop()
    },
    [drop, send],
  )

  const connect = useCallback(() => {
    if (connectId === null || busy) return
    prepare()
    const url = reply?.redirect?.url
    if (url !== undefined && !used.current.has(url)) return send(url)
    setBusy(true)
    asking.current = true
    void answer('retry', connectId)
      .then(settle)
      .finally(() => {
        asking.current = false
        setBusy(false)
      })
  }, [answer, busy, connectId, prepare, reply, send, settle])

  const cancel = useCallback(() => {
    if (connectId === null || busy) return
    drop()
    setBusy(true)
    void answer('cancel', connectId).finally(() => setBusy(false))
  }, [answer, busy, connectId, drop])

  // Another execution or step waits for another account, or for none any more: its window is not needed. Between two
  // attempts live events may tell of an execution that runs and waits for nothing: the window of the second stays.
  useEffect(() => {
    setStage(opened.current && !opened.current.isClosed() ? 'open' : 'ready')
    if (connectId === null && !asking.current) drop()
  }, [connectId, drop])

  useEffect(() => {
    if (connectId === null) return
    let looking = false
    const lookNow = () => {
      if (looking) return
      looking = true
      void look().finally(() => {
        looking = false
      })
    }
    const watch = () => {
      if (!opened.current?.isClosed()) return
      opened.current = null
      setStage('closed')
      lookNow()
    }
    // A hint: what it says is asked of the server.
    const hear = (event: MessageEvent) => {
      if (opened.current?.sent(event)) lookNow()
    }
    const looks = setInterval(lookNow, LOOK_EVERY_MS)
    const watches = setInterval(watch, WATCH_EVERY_MS)
    // A provider's policy may have parted the window from this page; of this origin the channel still reaches it.
    const channel = new BroadcastChannel('patchbay:connect')
    channel.onmessage = lookNow
    window.addEventListener('message', hear)
    window.addEventListener('focus', lookNow)
    return () => {
      clearInterval(looks)
      clearInterval(watches)
      channel.close()
      window.removeEventListener('message', hear)
      window.removeEventListener('focus', lookNow)
    }
  }, [connectId, look])

  return { stage, busy, connect, cancel, focus: () => opened.current?.focus(), prepare, settle }
}
