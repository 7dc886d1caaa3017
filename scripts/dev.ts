import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseEnv } from '@/lib/env'
import { freePort } from '@/server/free-port'
import { loadEnvFile } from '@/server/load-env-file'
import { prepare } from '@/server/prepare'
import { ROOT } from '@/server/root'
import { startSandboxDatabase } from '@/server/sandbox/database'
import { startSandbox } from '@/server/sandbox/start'
import { watchHosted } from './build-hosted'

// npm run dev: this process holds the database and the sandbox; Next stays up in a second one, which passes API
// requests to a third, and only that one starts again when lib/ or server/ changes.
loadEnvFile()
Object.assign(process.env, { NODE_ENV: 'development' })
const children: ChildProcess[] = []
let stoppingSince = 0

try {
  const settings = parseEnv(process.env)
  const prepared = await prepare(settings, 'server', {
    say: (line) => console.log(line),
    onLost: () => process.exit(1),
  })
  const sandbox =
    prepared.embedded && settings.SANDBOX
      ? await startSandbox({ port: settings.SANDBOX_PORT, publicUrl: settings.PUBLIC_URL })
      : null
  const database = sandbox
    ? await startSandboxDatabase({
        dataDir: settings.DATA_DIR,
        sandboxPort: settings.SANDBOX_PORT,
        say: (line) => console.log(line),
      })
    : null
  const apiPort = await freePort()
  let watching: Awaited<ReturnType<typeof watchHosted>> | undefined
  const stop = async () => {
    if (stoppingSince > 0) {
      // Ctrl+C under npm comes twice, from the terminal and from npm.
      if (Date.now() - stoppingSince > 500) process.exit(1)
      return
    }
    stoppingSince = Date.now()
    await Promise.all([...children.map(end), watching?.dispose()])
    await sandbox?.close()
    await database?.close()
    await prepared.release()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
  watching = await watchHosted()
  const main = join('server', 'main.ts')
  const watcher = [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), 'watch', '--clear-screen=false']
  start([...watcher, main, '--role', 'api', '--listen', String(apiPort), '--dev'], stop)
  const sample = prepared.embedded ? ['--sample'] : []
  // Not through tsx's own program, which does not wait for Next to end.
  start(['--import', 'tsx', main, '--role', 'console', '--api-port', String(apiPort), '--dev', ...sample], stop)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

function start(args: string[], stop: () => Promise<void>): void {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own: Ctrl+C in the terminal reaches this process alone, which then ends them in order.
    detached: true,
  })
  children.push(child)
  child.on('exit', () => {
    if (stoppingSince === 0) void stop()
  })
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 15_000).unref()
  })
}
