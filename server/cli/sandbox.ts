import { connect } from 'node:net'
import { startSandboxDatabase } from '../sandbox/database'
import { startSandbox } from '../sandbox/start'
import { note } from './output'
import type { Session } from './session'

/**
 * The sample flows call the sandbox, which a running Patchbay brings along. When nothing answers on its port, this
 * command brings it for as long as it runs.
 */
export async function ensureSandbox({ settings, embedded, onClose }: Session): Promise<void> {
  if (!embedded || !settings.SANDBOX || (await answers(settings.SANDBOX_PORT))) return
  const database = await startSandboxDatabase({
    dataDir: settings.DATA_DIR,
    sandboxPort: settings.SANDBOX_PORT,
    keepData: true,
    say: note,
  })
  if (database) onClose(() => database.close())
  // Whoever took the port in between is as good.
  const sandbox = await startSandbox({ port: settings.SANDBOX_PORT, publicUrl: settings.PUBLIC_URL }).catch(() => null)
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
