import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '@/server/root'
import type { ComparisonFigures } from './comparison'
import type { ConnectorFigures } from './connector'
import type { EngineFigures } from './engine'
import type { RetentionFigures } from './retention'
import type { RotationFigures } from './rotation'
import type { SignInFigures } from './sign-in'
import type { TokenFigures } from './tokens'

export interface Server {
  url: string
  pid: number
  stop(): Promise<void>
}

/** Starts a program of the bench that tells its port. */
export async function startProgram(file: string, env: Record<string, string>): Promise<Server> {
  const child = fork(join(ROOT, 'bench', file), {
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [message] = await Promise.race([once(child, 'message'), failOnExit(child, file)])
  return { url: `http://127.0.0.1:${message.port}`, pid: child.pid ?? 0, stop: () => stop(child) }
}

/** Runs the engine's part in a process of its own. */
export async function runEngineAlone(): Promise<EngineFigures> {
  const child = fork(join(ROOT, 'bench', 'engine-alone.ts'), { cwd: ROOT, execArgv: ['--import', 'tsx'] })
  const [figures] = await Promise.race([once(child, 'message'), failOnExit(child, 'engine-alone.ts')])
  return figures
}

/** Runs the comparison of two versions in a process of its own. */
export async function runComparisonAlone(): Promise<ComparisonFigures> {
  const child = fork(join(ROOT, 'bench', 'comparison-alone.ts'), { cwd: ROOT, execArgv: ['--import', 'tsx'] })
  const [figures] = await Promise.race([once(child, 'message'), failOnExit(child, 'comparison-alone.ts')])
  return figures
}

/** Runs the part of signing in on a database of its own. */
export async function runSignInAlone(quick: boolean): Promise<SignInFigures> {
  const args = quick ? ['quick'] : []
  const child = fork(join(ROOT, 'bench', 'sign-in-alone.ts'), args, {
    cwd: ROOT,
    env: withoutDatabase(),
    execArgv: ['--import', 'tsx'],
  })
  const [figures] = await Promise.race([once(child, 'message'), failOnExit(child, 'sign-in-alone.ts')])
  return figures
}

/** Runs the part of the clean-up on a database of its own. */
export async function runRetentionAlone(quick: boolean): Promise<RetentionFigures> {
  const args = quick ? ['quick'] : []
  const child = fork(join(ROOT, 'bench', 'retention-alone.ts'), args, { cwd: ROOT, execArgv: ['--import', 'tsx'] })
  const [figures] = await Promise.race([once(child, 'message'), failOnExit(child, 'retention-alone.ts')])
  return figures
}

/** Fetches and lists tokens in a process of its own. */
export async function runTokensAlone(quick: boolean): Promise<TokenFigures> {
  const child = fork(join(ROOT, 'bench', 'tokens-alone.ts'), quick ? ['quick'] : [], {
    cwd: ROOT,
    env: withoutDatabase(),
    execArgv: ['--import', 'tsx'],
  })
  const [figures] = await Promise.race([once(child, 'message'), failOnExit(child, 'tokens-alone.ts')])
  return figures
}

/** Runs the part of the vault on a database of its own. */
export async function runRotationAlone(quick: boolean): Promise<RotationFigures> {
  const child = fork(join(ROOT, 'bench', 'rotation-alone.ts'), quick ? ['quick'] : [], {
    cwd: ROOT,
    env: withoutDatabase(),
    execArgv: ['--import', 'tsx'],
  })
  const [figures] = await Promise.race([once(child, 'message'), failOnExit(child, 'rotation-alone.ts')])
  return figures
}

/** Runs the connector's part in a process of its own, beside an upstream in another. */
export async function runConnectorAlone(quick: boolean): Promise<ConnectorFigures> {
  const upstream = await startProgram('upstream.ts', {})
  try {
    const extent = quick ? ['3', '1'] : ['7', '3']
    const child = fork(await bundle('connector-alone.ts'), [upstream.url, ...extent], {
      cwd: ROOT,
      env: { ...process.env, EGRESS_ALLOW: '127.0.0.1', LOG_LEVEL: 'silent' },
      execArgv: [],
    })
    const [figures] = await Promise.race([once(child, 'message'), failOnExit(child, 'connector-alone.ts')])
    return figures
  } finally {
    await upstream.stop()
  }
}

/** Builds a program of the bench as the server is built: what tsx adds for debugging would be measured too. */
async function bundle(file: string): Promise<string> {
  const outfile = join(ROOT, 'dist', 'bench', file.replace(/\.ts$/, '.mjs'))
  const [entry, tsconfig] = [join(ROOT, 'bench', file), join(ROOT, 'tsconfig.json')]
  const options = { bundle: true, format: 'esm', platform: 'node', target: 'node24', packages: 'external' } as const
  await build({ ...options, entryPoints: [entry], tsconfig, outfile, logLevel: 'warning' })
  return outfile
}

/** The environment without what preparing a database has put into it. */
function withoutDatabase(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, VAULT_KEY: _key, VAULT_KEY_FILE: _file, EGRESS_ALLOW: _allow, ...rest } = process.env
  return rest
}

/** Starts Patchbay as `npm start` does: one process of the production build, on the data folder of the bench. */
export async function startPatchbay(dataDir: string): Promise<Server> {
  const port = await freePort()
  const child = fork(join(ROOT, 'scripts', 'start.ts'), {
    cwd: ROOT,
    env: { ...withoutDatabase(), DATA_DIR: dataDir, PORT: String(port), SANDBOX: 'off', NODE_ENV: 'production' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const url = `http://127.0.0.1:${port}`
  await untilReady(child, `${url}/api/health/ready`)
  return { url, pid: child.pid ?? 0, stop: () => stop(child) }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const ready = await fetch(url).then(
      (reply) => reply.ok,
      () => false,
    )
    if (ready) return
    await new Promise((done) => setTimeout(done, 250))
  }
  throw new Error(`npm start ended with code ${child.exitCode} before it was ready.`)
}

async function failOnExit(child: ChildProcess, name: string): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`${name} ended with code ${code} before it was ready.`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** CPU time of a process so far, user and system, in milliseconds; null where the system does not tell. */
export function cpuMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    // utime and stime, in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}

/** Resident memory of a process in bytes; null where the system does not tell. */
export function residentBytes(pid: number): number | null {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))))
    })
  })
}
