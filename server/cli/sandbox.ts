import { connect } from 'node:net'
import { startSandbox } from '../sandbox/start'
import type { Session } from './session'

/**
 * The sample flows call the sandbox, which a running Patchbay brings along. When nothing answers on its port, this
 * command brings it for as long as it runs.
 */
export async function ensureSandbox({ settings, embedded, onClose }: Session): Promise<void> {
  if (!embedded || !settings.SANDBOX || (await answers(settings.SANDBOX_PORT))) return
  // Whoever took the port in between is as good.
  const sandbox = await startSandbox({ port: settings.SANDBOX_PORT }).catch(() => null)
  if (sandbox) onClose(() => sandbox.close())
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.setTimeout(1_000, () => socket.destroy())
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('close', () => done(false))
    socket.once('error', () => done(false))
  })
}
