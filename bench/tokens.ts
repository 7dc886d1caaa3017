import { startPatchbay, startProgram } from './children'
import { applyLoad, CALLERS, type Load, type Measured } from './load'
import { APP, plantTokens, tenantOf } from './plant-tokens'
import { type Bench, setUp } from './setup'
import { median, percentile } from './statistics'

export interface TokenFigures {
  count: number
  patchbay: Measured
  reference: Measured
  /** Fetches a second: Patchbay's over the reference's, median of the rounds. */
  ratio: number
  /** Of Token Management: its first page, and a search by a tenant's name. */
  firstPageP95Ms: number
  searchP95Ms: number
}

const LIST_TIMES = 100

/** Fetches tokens that have long to live by the API, beside a bare handler; then lists them as Token Management does. */
export async function measureTokens(quick: boolean, say: (line: string) => void): Promise<TokenFigures> {
  const count = quick ? 5_000 : 100_000
  const closers: (() => Promise<void>)[] = []
  try {
    // Nothing is called: the flow is not run.
    const bench = await setUp('http://127.0.0.1:9')
    closers.push(() => bench.close())
    say(`${count.toLocaleString('en')} tokens …`)
    await plantTokens(bench, count)
    const lists = await measureLists(bench, count)
    const { keys } = await import('@/lib/vault/keys')
    const { key } = await keys().active()
    const env = { DATABASE_URL: bench.databaseUrl, PROJECT_ID: bench.projectId, DATA_KEY: key.toString('hex') }
    const reference = await startProgram('reference-tokens.ts', env)
    closers.push(() => reference.stop())
    const patchbay = await startPatchbay(bench.dataDir)
    closers.push(() => patchbay.stop())
    const load = loadOf(bench, `${patchbay.url}/v1/mgmt/outbound/app/tenant/token/latest`, count)
    return { count, ...lists, ...(await measure(load, reference.url, quick, say)) }
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

async function measure(load: Load, referenceUrl: string, quick: boolean, say: (line: string) => void) {
  const until = { seconds: quick ? 3 : 6 }
  await applyLoad(load, { seconds: 2 })
  const rounds: { patchbay: Measured; reference: Measured }[] = []
  for (let at = 1; at <= (quick ? 1 : 5); at += 1) {
    say(`Token fetches: round ${at} …`)
    const reference = await applyLoad({ ...load, url: referenceUrl }, until)
    rounds.push({ reference, patchbay: await applyLoad(load, until) })
  }
  const middle = (side: 'patchbay' | 'reference'): Measured => ({
    count: median(rounds.map((round) => round[side].count)),
    perSecond: median(rounds.map((round) => round[side].perSecond)),
    p50Ms: median(rounds.map((round) => round[side].p50Ms)),
    p99Ms: median(rounds.map((round) => round[side].p99Ms)),
  })
  return {
    patchbay: middle('patchbay'),
    reference: middle('reference'),
    ratio: median(rounds.map((round) => round.patchbay.perSecond / round.reference.perSecond)),
  }
}

function loadOf({ projectId, managementKey }: Bench, url: string, count: number): Load {
  // Each caller asks for the token of a tenant of its own.
  const toBody = (at: number) => JSON.stringify({ appId: APP, tenantId: tenantOf(Math.floor((at * count) / CALLERS)) })
  const others = Array.from({ length: CALLERS - 1 }, (_, at) => toBody(at + 1))
  const headers = { authorization: `Bearer ${projectId}:${managementKey}` }
  return { url, headers, bodies: [toBody(0), ...others], answer: '"accessToken":"access-' }
}

async function measureLists({ projectId }: Bench, count: number) {
  const { listTokens } = await import('@/lib/outbound/tokens/list/queries')
  const p95 = async (filter: () => { appId: string; text?: string }) => {
    const times: number[] = []
    for (let at = 0; at < LIST_TIMES; at += 1) {
      const began = performance.now()
      const { tokens } = await listTokens(projectId, filter())
      if (tokens.length === 0) throw new Error('A list of tokens was empty.')
      times.push(performance.now() - began)
    }
    return percentile(times, 95)
  }
  return {
    firstPageP95Ms: await p95(() => ({ appId: APP })),
    searchP95Ms: await p95(() => ({ appId: APP, text: `Tenant ${Math.floor(Math.random() * count)}` })),
  }
}
