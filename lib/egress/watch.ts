import type { Socket } from 'node:net'
import { EgressError, type Redirect, type Timings } from './errors'

type Phase = 'dns' | 'connect' | 'proxy' | 'tls' | 'wait' | 'download'

const phaseWords: Record<Phase, string> = {
  dns: 'while looking up the host',
  connect: 'while connecting',
  proxy: 'while connecting through the egress proxy',
  tls: 'while agreeing on TLS',
  wait: 'while waiting for the status and headers of the answer',
  download: 'while downloading the body of the answer',
}

/** The clock of one call over all its redirects: measures its parts and stops it once, at the timeout or by a signal. */
export class Watch {
  readonly timings: Timings = { dns: 0, connect: 0, tls: 0, wait: 0, download: 0, total: 0 }
  readonly redirects: Redirect[] = []
  /** Why the call was stopped. */
  stopped: EgressError | undefined
  /** A request was sent over TLS. */
  secured = false
  /** Whether this hop opened a connection; one that was kept alive may have been closed at the other end. */
  opened = false
  #phase: Phase = 'wait'
  #socket: Socket | undefined
  #abort: ((error: EgressError) => void) | undefined
  readonly #started = performance.now()
  readonly #timer: NodeJS.Timeout
  readonly #signal: AbortSignal | undefined
  readonly #authority: () => string
  readonly #timeoutMs: number

  /** @param authority names the host that is waited for, at the time of the stop */
  constructor(timeoutMs: number, signal: AbortSignal | undefined, authority: () => string) {
    this.#timeoutMs = timeoutMs
    this.#signal = signal
    this.#authority = authority
    this.#timer = setTimeout(this.#onTimeout, timeoutMs)
    if (signal?.aborted) this.#onAborted()
    signal?.addEventListener('abort', this.#onAborted)
  }

  /** Begins a hop; `abort` ends it when the call is stopped. */
  begin(abort: (error: EgressError) => void): void {
    this.#abort = abort
    this.#socket = undefined
    this.opened = false
    this.#phase = 'wait'
    if (this.stopped) abort(this.stopped)
  }

  enter(phase: Phase): void {
    this.#phase = phase
  }

  connecting(socket: Socket): void {
    this.opened = true
    this.#socket = socket
    if (this.stopped) socket.destroy(this.stopped)
  }

  connected(parts: Partial<Timings>): void {
    this.timings.dns += parts.dns ?? 0
    this.timings.connect += parts.connect ?? 0
    this.timings.tls += parts.tls ?? 0
    this.#socket = undefined
  }

  /** Ends the measuring. Must be called once. */
  end(): void {
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#onAborted)
    this.timings.total = performance.now() - this.#started
  }

  #onTimeout = (): void => {
    const cause = phaseWords[this.#phase]
    // What is left of a longer call is no round number.
    const seconds = Math.round(this.#timeoutMs / 10) / 100
    this.#stop(new EgressError('timeout', { authority: this.#authority(), seconds, cause }))
  }

  #onAborted = (): void => this.#stop(new EgressError('aborted'))

  #stop(error: EgressError): void {
    if (this.stopped) return
    this.stopped = error
    this.#socket?.destroy(error)
    this.#abort?.(error)
  }
}
