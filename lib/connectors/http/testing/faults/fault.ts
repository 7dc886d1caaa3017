import type { RequestListener } from 'node:http'
import { startServer } from '@/lib/egress/testing/server'
import { startRaw } from '../faulty-servers'

/** What a row sets up: where the connector points, and what the step asks. */
export interface Setup {
  baseUrl: string
  config?: object
  action?: string
  endpoint?: string
  values?: Record<string, string>
  /** The same call has succeeded before. */
  succeedsFirst?: boolean
}

/** When something goes wrong; in this order. */
export type Phase =
  | 'token'
  | 'build'
  | 'dns'
  | 'guard'
  | 'connect'
  | 'proxy'
  | 'tls'
  | 'wait'
  | 'download'
  | 'decode'
  | 'redirect'
  | 'read'
  | 'answer'

/** One cell of the table: what goes wrong, when, and what a flow gets to know of it. */
export interface Fault {
  phase: Phase
  fault: string
  /** Null: the call succeeds all the same. */
  event: 'connectorExecution' | 'httpError' | null
  code: string
  /** The message has to name the cause; of a success, the body. */
  says: RegExp
  setUp: () => Setup | Promise<Setup>
}

/** A base URL that nothing listens at. */
export const nowhere = 'http://127.0.0.1:1/v1'

/** A cell that ends in a Connector Execution error. */
export function fault(phase: Phase, text: string, code: string, says: RegExp, setUp: Fault['setUp']): Fault {
  return { phase, fault: text, event: 'connectorExecution', code, says, setUp }
}

type Lookup = () => Promise<{ address: string; family: number }[]>

/** What names resolve to, for the row that runs. */
export const names = new Map<string, Lookup>()

/** What the row that runs has opened. */
export const closers: (() => unknown)[] = []

export const at = (address: string) => [{ address, family: address.includes(':') ? 6 : 4 }]

/** A base URL whose host resolves so. */
export function named(baseUrl: string, lookup: Lookup): () => Setup {
  return () => {
    names.set(new URL(baseUrl).hostname, lookup)
    return { baseUrl }
  }
}

/** An HTTP server. Every answer closes its connection, so that none is kept and each row leaves as many as it found. */
export async function serve(listener: RequestListener) {
  const server = await startServer((request, response) => {
    response.setHeader('connection', 'close')
    listener(request, response)
  })
  closers.push(server.close)
  return server
}

export function from(listener: RequestListener): () => Promise<Setup> {
  return async () => ({ baseUrl: (await serve(listener)).origin })
}

/** A server that speaks TCP and whatever it is told. */
export function raw(onSocket: Parameters<typeof startRaw>[0], scheme = 'http'): () => Promise<Setup> {
  return async () => {
    const server = await startRaw(onSocket)
    closers.push(server.close)
    return { baseUrl: `${scheme}://127.0.0.1:${server.port}` }
  }
}
