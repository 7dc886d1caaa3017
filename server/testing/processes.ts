import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '../free-port'
import { ROOT } from '../root'

const START_MS = 30_000

export interface ServerProcess {
  url: string
  process: ChildProcess
  /** Everything that it has printed so far. */
  said(): string
}

/** Starts Patchbay from its sources in a process of its own, on the database of the tests. */
export async function startServerProcess(env: Record<string, string> = {}): Promise<ServerProcess> {
  const port = await freePort()
  const server = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      ROLE: 'api',
      PORT: String(port),
      HOST: '127.0.0.1',
      SANDBOX: 'off',
      LOG_LEVEL: 'silent',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(`The server ${reason}. It said:\n${output}`))
    const timer = setTimeout(() => fail('did not start in time'), START_MS)
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (!output.includes('is ready')) return
      clearTimeout(timer)
      resolve()
    }
    server.stdout?.on('data', read)
    server.stderr?.on('data', read)
    server.once('exit', (code) => {
      clearTimeout(timer)
      fail(`ended with ${code}`)
    })
  })
  return { url: `http://127.0.0.1:${port}`, process: server, said: () => output }
}

export interface Ended {
  /** Null when it was killed. */
  code: number | null
  out: string
  err: string
}

/** Runs a command of Patchbay from its sources, in a process of its own. */
export function startCommand(
  args: readonly string[],
  env: Record<string, string> = {},
): { process: ChildProcess; ended: Promise<Ended> } {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const child = execFile(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'server', 'cli', 'main.ts'), ...args],
    { cwd: ROOT, env: { ...process.env, ...env } },
    (error, out, err) => resolve({ code: error ? (typeof error.code === 'number' ? error.code : null) : 0, out, err }),
  )
  return { process: child, ended: promise }
}
