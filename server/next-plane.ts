import type { Server } from 'node:http'
import next from 'next'
import type { Handler } from './http'
import { ROOT } from './root'

/** Starts the console's plane. In development Next attaches its own websocket for hot reloading to the server. */
export async function startNext(options: {
  dev: boolean
  hostname: string
  port: number
  http: Server
}): Promise<{ handler: Handler; close: () => Promise<void> }> {
  const app = next({
    dev: options.dev,
    dir: ROOT,
    hostname: options.hostname,
    port: options.port,
    httpServer: options.http,
  })
  await app.prepare()
  const handle = app.getRequestHandler()
  return { handler: (request, response) => handle(request, response), close: () => app.close() }
}
