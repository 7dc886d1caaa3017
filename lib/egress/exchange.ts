import type { Dispatcher } from 'undici'
import { connectingFor } from './connect'
import { EgressError } from './errors'
import type { Watch } from './watch'

export interface Hop {
  method: string
  url: URL
  headers: readonly (readonly [string, string])[]
  body: string | Uint8Array | null
}

/** An answer before its content coding is undone. */
export interface Answer {
  status: number
  statusText: string
  headers: Record<string, string | string[]>
  body: Buffer
}

/**
 * Sends one request and reads its whole answer, without redirects.
 * @throws EgressError of the watch, tooLarge, or the error of Node or undici
 */
export function exchange(dispatcher: Dispatcher, hop: Hop, maxBytes: number, watch: Watch): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const handler = new Collector(hop, maxBytes, watch, resolve, reject)
    watch.begin((error) => handler.abort(error))
    if (watch.stopped) return
    const options = {
      origin: hop.url.origin,
      path: hop.url.pathname + hop.url.search,
      method: hop.method as Dispatcher.HttpMethod,
      headers: toWire(hop.headers),
      body: hop.body,
    }
    try {
      connectingFor.run(watch, () => dispatcher.dispatch(options, handler))
    } catch (error) {
      handler.fail(error)
    }
  })
}

class Collector implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined
  #settled = false
  #chunks: Buffer[] = []
  #size = 0
  #sentAt = 0
  #answeredAt = 0
  #answer: Omit<Answer, 'body'> | undefined

  constructor(
    readonly hop: Hop,
    readonly maxBytes: number,
    readonly watch: Watch,
    readonly resolve: (answer: Answer) => void,
    readonly reject: (error: unknown) => void,
  ) {}

  /** Ends the exchange at once; undici hears of it when the request has reached its socket. */
  abort(error: EgressError): void {
    this.fail(error)
    this.#controller?.abort(error)
  }

  fail(error: unknown): void {
    if (this.#settled) return
    this.#settled = true
    this.#chunks = []
    this.#measure()
    this.reject(error)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.watch.stopped) {
      controller.abort(this.watch.stopped)
      return
    }
    this.#sentAt = performance.now()
    this.watch.enter('wait')
    this.watch.secured ||= this.hop.url.protocol === 'https:'
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = '',
  ): void {
    // Interim answers (RFC 9110 section 15.2) come before the one that counts.
    if (status < 200) return
    this.#answeredAt = performance.now()
    this.watch.enter('download')
    this.#answer = { status, statusText, headers: withoutAbsent(headers) }
    if (Number(headers['content-length']) > this.maxBytes && this.#hasBody(status)) this.#tooLarge(controller)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#size > this.maxBytes) this.#tooLarge(controller)
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const answer = this.#answer
    if (this.#settled || !answer) return
    this.#settled = true
    this.#measure()
    const [only = Buffer.alloc(0)] = this.#chunks
    this.resolve({ ...answer, body: this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : only })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error)
  }

  // The length of an answer to HEAD and of a 304 is that of a body which is not sent.
  #hasBody(status: number): boolean {
    return this.hop.method !== 'HEAD' && status !== 304
  }

  #tooLarge(controller: Dispatcher.DispatchController): void {
    const error = new EgressError('tooLarge', { bytes: this.maxBytes })
    error.status = this.#answer?.status
    this.fail(error)
    controller.abort(error)
  }

  #measure(): void {
    const now = performance.now()
    const { timings } = this.watch
    if (this.#sentAt > 0) timings.wait += (this.#answeredAt || now) - this.#sentAt
    if (this.#answeredAt > 0) timings.download += now - this.#answeredAt
  }
}

// Header values are bytes: text beyond ASCII is sent as UTF-8, which undici writes through as Latin-1.
function toWire(headers: Hop['headers']): string[] {
  const flat: string[] = []
  for (const [name, value] of headers)
    flat.push(name, ASCII.test(value) ? value : Buffer.from(value).toString('latin1'))
  return flat
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range begins there
const ASCII = /^[\u0000-\u007f]*$/

function withoutAbsent(headers: Record<string, string | string[] | undefined>): Answer['headers'] {
  const present: Answer['headers'] = {}
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) present[name] = value
  return present
}
