import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '@/server/root'
import { APP, plantTokens, SCOPES, tenantOf } from './plant-tokens'
import { type Bench, setUp } from './setup'
import { percentile } from './statistics'

export interface RotationFigures {
  count: number
  /** Values sealed again a second; waiting does not count. */
  perSecond: number
  /** Of a fetch of a token by its exact scopes: while nothing else is done, and while the keys are rotated. */
  calm: FetchTimes
  rotating: FetchTimes
  /** The longest fetch meanwhile over the usual one in calm. */
  delayMs: number
}

export interface FetchTimes {
  p50Ms: number
  p99Ms: number
  longestMs: number
}

const CALM_MS = 5_000
const BETWEEN_MS = 2

/** Rotates the data keys under many tokens by the command, in its own process, while this one fetches tokens. */
export async function measureRotation(quick: boolean): Promise<RotationFigures> {
  const count = quick ? 5_000 : 100_000
  // Nothing is called: the flow is not run.
  const bench = await setUp('http://127.0.0.1:9')
  try {
    await plantTokens(bench, count)
    const calm = await fetchUntil(bench, count, new Promise((done) => setTimeout(done, CALM_MS)))
    const rotation = rotate(bench)
    const rotating = await fetchUntil(bench, count, rotation)
    const { perSecond, resealed, removed } = await rotation
    if (resealed < count * 2 || removed.length !== 1) throw new Error('The rotation did not come to its end.')
    return { count, perSecond, calm, rotating, delayMs: rotating.longestMs - calm.p50Ms }
  } finally {
    await bench.close()
  }
}

async function rotate({ dataDir }: Bench): Promise<{ perSecond: number; resealed: number; removed: string[] }> {
  const { DATABASE_URL: _database, VAULT_KEY: _key, VAULT_KEY_FILE: _file, ...env } = process.env
  const command = ['--import', 'tsx', join(ROOT, 'server', 'cli', 'main.ts'), 'vault', 'rotate', '--json']
  const options = { cwd: ROOT, env: { ...env, DATA_DIR: dataDir } }
  const { stdout } = await promisify(execFile)(process.execPath, command, options)
  return JSON.parse(stdout)
}

/** One fetch after the other, of tokens at random, until something has come to its end. */
async function fetchUntil({ projectId }: Bench, count: number, end: Promise<unknown>): Promise<FetchTimes> {
  const { fetchToken } = await import('@/lib/outbound/tokens/fetch')
  const times: number[] = []
  let going = true
  const over = () => {
    going = false
  }
  end.then(over, over)
  const actor = { type: 'key', id: 'bench', name: 'Bench' } as const
  while (going) {
    const owner = { level: 'tenant', tenantId: tenantOf(Math.floor(Math.random() * count)) } as const
    const began = performance.now()
    await fetchToken(projectId, { appId: APP, owner, scopes: SCOPES, actor })
    times.push(performance.now() - began)
    await new Promise((done) => setTimeout(done, BETWEEN_MS))
  }
  // The first ones prepare their statements.
  const counted = times.slice(20)
  return { p50Ms: percentile(counted, 50), p99Ms: percentile(counted, 99), longestMs: Math.max(...counted) }
}
