import type { IncomingMessage, Server } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { createApi } from '@/lib/api/app'
import { createHealth } from '@/lib/api/health'
import { openHostedBundle } from '@/lib/api/hosted/assets'
import { ensureSetupLink } from '@/lib/console/setup'
import { closeDatabase, db, openDatabase, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { checkEgressSettings, forbidPorts } from '@/lib/egress/settings'
import type { Env } from '@/lib/env'
import { startWorkers } from '@/lib/jobs/work'
import { beginStop } from '@/lib/lifecycle'
import { settleRenewals } from '@/lib/outbound/tokens/renew'
import { writeGathered } from '@/lib/outbound/tokens/timeline'
import { startListening, stopListening } from '@/lib/runner/live'
import { settleExecutions } from '@/lib/runner/live-execution'
import { startRecovery } from '@/lib/runner/recovery'
import { ensureVault } from '@/lib/vault/keys'
import { seedSampleProject } from '@/prisma/seed/seed'
import { startSandboxDatabase } from '@/server/sandbox/database'
import { startSandbox } from '@/server/sandbox/start'
import { setClientAddress } from './client-address'
import type { Flags } from './flags'
import { createPlaneServer, type Handler, listen, sendError } from './http'
import { startNext } from './next-plane'
import { holdsNul, isHealth, pathOf, planeOf } from './planes'
import { proxyToApi } from './proxy-to-api'
import { ROOT } from './root'
import { StartError } from './start-error'

const API_CONNECTIONS = 10
const DRAIN_MS = 10_000
/** How long asynchronous calls under way may still take when the process stops. */
const JOBS_DRAIN_MS = 5_000

export interface Running {
  /** Stops in order: no new work, requests in flight, planes, pools. */
  stop(): Promise<void>
}

/**
 * Starts the planes of this process's role on a database that is ready.
 * @param embedded whether the database is Patchbay's own: then the sandbox and the sample project come with it
 */
export async function serve(settings: Env, flags: Flags, embedded: boolean): Promise<Running> {
  const closers: (() => Promise<unknown>)[] = []
  const stop = async () => {
    beginStop()
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    openDatabase(process.env.DATABASE_URL ?? '', API_CONNECTIONS)
    closers.push(closeDatabase)
    assertEgressSettings()
    closers.push(closeEgress)
    await ensureVault()

    // Before the server, so that it closes after it: flows in flight may still call it.
    if (embedded && settings.SANDBOX) {
      const [sandbox, database] = await Promise.all([
        startSandbox({ port: settings.SANDBOX_PORT, publicUrl: settings.PUBLIC_URL }),
        startSandboxDatabase({
          dataDir: settings.DATA_DIR,
          sandboxPort: settings.SANDBOX_PORT,
          say: (line) => console.log(line),
        }),
      ])
      closers.push(() => sandbox.close())
      // For the console, which offers connectors to it.
      process.env.SANDBOX_URL = `http://127.0.0.1:${settings.SANDBOX_PORT}`
      if (database) closers.push(() => database.close())
    }
    // Flows that nobody waits for any more: after the server, before what they need.
    closers.push(() => settleExecutions(DRAIN_MS))
    // A refresh that was cut off may have spent the only refresh token.
    closers.push(() => settleRenewals(DRAIN_MS))
    closers.push(writeGathered)
    const server = createPlaneServer()
    const port = await listen(server.http, flags.listen ?? settings.PORT, settings.HOST)
    closers.push(() => server.drain(DRAIN_MS))
    forbidPorts([port])

    if ((embedded || flags.sample) && (await db().project.count({ where: { deletedAt: null } })) === 0)
      await seedSampleProject()

    if (settings.ROLE !== 'console') {
      await startListening(process.env.DATABASE_URL ?? '')
      closers.push(stopListening)
      const endRecovery = startRecovery()
      closers.push(async () => endRecovery())
    }
    if (settings.ROLE === 'all' || settings.ROLE === 'worker') {
      closers.push(await startWorkers(process.env.DATABASE_URL ?? '', JOBS_DRAIN_MS))
    }
    const next = await consoleHandler(settings, flags, port, server.http)
    if (next.close) closers.push(next.close)
    server.serve(dispatch(settings, apiHandler(settings, flags), next.handler))
    // Behind the development server it is not this port that a person opens.
    if (flags.listen === undefined) await announce(settings, port)
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function assertEgressSettings(): void {
  try {
    checkEgressSettings()
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error))
  }
}

/** The one place where a request is given to its plane. */
function dispatch(settings: Env, api: Handler, console: Handler): Handler {
  const health = toHandler(createHealth(() => pool().query('SELECT 1'), pathOf).fetch)
  return (request, response) => {
    setClientAddress(request, settings.TRUST_PROXY)
    const target = request.url ?? '/'
    if (holdsNul(target)) return sendError(response, 400, 'E011001', 'An address may not hold %00: leave it out.')
    if (isHealth(target)) return health(request, response)
    if (planeOf(target) === 'api') return api(request, response)
    // The console's cookie must never meet a page that others may frame.
    if (isHostedOnly(settings, request))
      return sendError(response, 404, 'E011009', 'There is no console at this address.')
    return console(request, response)
  }
}

/** Whether a request came to the address that is for hosted pages alone. */
function isHostedOnly({ HOSTED_URL, PUBLIC_URL, PORT }: Env, request: IncomingMessage): boolean {
  if (!HOSTED_URL) return false
  const host = new URL(HOSTED_URL).host
  return request.headers.host?.toLowerCase() === host && new URL(PUBLIC_URL ?? `http://localhost:${PORT}`).host !== host
}

function apiHandler(settings: Env, flags: Flags): Handler {
  if (flags.apiPort !== undefined) return proxyToApi(flags.apiPort)
  if (settings.ROLE === 'all' || settings.ROLE === 'api')
    return toHandler(createApi({ hosted: openHostedBundle(join(ROOT, 'dist', 'hosted'), flags.dev) }).fetch)
  return notHere(settings)
}

function toHandler(fetch: (request: Request) => Promise<Response> | Response): Handler {
  return getRequestListener((request) => fetch(request), {
    // Only an unreadable address or Host comes here; a route's own errors are answered by its router.
    errorHandler: () =>
      Response.json(
        {
          errorCode: 'E011001',
          errorDescription: 'Bad request',
          errorMessage: 'The address or the Host header of this request cannot be read: check both.',
        },
        { status: 400, headers: { 'cache-control': 'no-store' } },
      ),
  })
}

async function consoleHandler(
  settings: Env,
  flags: Flags,
  port: number,
  http: Server,
): Promise<{ handler: Handler; close?: () => Promise<void> }> {
  if (settings.ROLE !== 'all' && settings.ROLE !== 'console') return { handler: notHere(settings) }
  return startNext({ dev: flags.dev, hostname: settings.HOST, port, http })
}

function notHere(settings: Env): Handler {
  return (_, response) =>
    sendError(response, 404, 'E011009', `A process with ROLE=${settings.ROLE} does not serve this path.`)
}

async function announce(settings: Env, port: number): Promise<void> {
  const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(settings.HOST) ? 'localhost' : settings.HOST
  const address = settings.PUBLIC_URL ?? `http://${host}:${port}`
  const hasConsole = settings.ROLE === 'all' || settings.ROLE === 'console'
  const link = hasConsole ? await ensureSetupLink() : null
  console.log(`Patchbay is ready on ${address}`)
  if (link) console.log(`Set it up with this one-time link: ${address}${link}`)
}
