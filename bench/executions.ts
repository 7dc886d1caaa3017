import { cpuMs, type Server, startPatchbay, startProgram } from './children'
import { transactionsPerExecution } from './database'
import { applyLoad, type Load, type Measured } from './load'
import { measureMemory } from './memory'
import { recordExecution } from './recording'
import { type Bench, setUp } from './setup'
import { median } from './statistics'

export interface ExecutionFigures {
  reference: Measured
  patchbay: Measured
  /** Executions a second: Patchbay's over the reference's, median of the rounds. */
  ratio: number
  /** Null where the system does not tell. */
  patchbayCpuMs: number | null
  referenceCpuMs: number | null
  writingCommits: number
  allCommits: number
  /** Resident memory over the last 5,000 of 10,000 executions, 0.01 for one percent more; null as above. */
  memoryGrowth: number | null
}

/** How long and how often things are measured. */
export interface Extent {
  rounds: number
  roundSeconds: number
  memoryCalls: number
  commitCalls: number
}

const FULL: Extent = { rounds: 5, roundSeconds: 8, memoryCalls: 10_000, commitCalls: 5_000 }
const QUICK: Extent = { rounds: 1, roundSeconds: 3, memoryCalls: 2_000, commitCalls: 1_000 }
const BODY = JSON.stringify({ flowId: 'bench', options: { input: { email: 'ada@example.com' } } })

/** Runs the flow start → connector GET → condition → end over the API, beside the reference, and tears all down again. */
export async function measureExecutions(quick: boolean, say: (line: string) => void): Promise<ExecutionFigures> {
  const extent = quick ? QUICK : FULL
  const closers: (() => Promise<void>)[] = []
  try {
    const upstream = await startProgram('upstream.ts', {})
    closers.push(() => upstream.stop())
    say('Making a database and starting Patchbay …')
    const bench = await setUp(upstream.url)
    closers.push(() => bench.close())
    const patchbay = await startPatchbay(bench.dataDir)
    closers.push(() => patchbay.stop())
    const load = loadOf(bench, patchbay)
    const reference = await startReference(bench, upstream, load)
    closers.push(() => reference.stop())
    return await measure(bench, patchbay, reference, load, extent, say)
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

function loadOf({ projectId, managementKey }: Bench, { url }: Server): Load {
  return {
    url: `${url}/v1/mgmt/flow/run`,
    headers: { authorization: `Bearer ${projectId}:${managementKey}` },
    bodies: [BODY],
  }
}

async function startReference(bench: Bench, upstream: Server, load: Load): Promise<Server> {
  const recording = await recordExecution(bench, load)
  const env = { DATABASE_URL: bench.databaseUrl, UPSTREAM_URL: upstream.url, RECORDING: JSON.stringify(recording) }
  return await startProgram('reference.ts', env)
}

async function measure(
  bench: Bench,
  patchbay: Server,
  reference: Server,
  load: Load,
  extent: Extent,
  say: (line: string) => void,
): Promise<ExecutionFigures> {
  say(`Memory: ${extent.memoryCalls.toLocaleString('en')} executions from the start of the process …`)
  const memoryGrowth = await measureMemory(patchbay, load, extent.memoryCalls)
  const referenceLoad = { ...load, url: reference.url }
  await applyLoad(referenceLoad, { seconds: 2 })
  const rounds: { patchbay: Round; reference: Round }[] = []
  for (let at = 1; at <= extent.rounds; at += 1) {
    say(`Speed: round ${at} of ${extent.rounds} …`)
    const seconds = { seconds: extent.roundSeconds }
    // In turns: a machine that slows down slows both.
    rounds.push({
      reference: await measureRound(reference, referenceLoad, seconds),
      patchbay: await measureRound(patchbay, load, seconds),
    })
  }
  say('Commits: counted by the database …')
  const { all, writing } = await transactionsPerExecution(bench.pool, extent.commitCalls, () =>
    applyLoad(load, { calls: extent.commitCalls }),
  )
  const [patchbays, references] = [rounds.map((round) => round.patchbay), rounds.map((round) => round.reference)]
  return {
    patchbay: medians(patchbays),
    reference: medians(references),
    ratio: median(rounds.map((round) => round.patchbay.perSecond / round.reference.perSecond)),
    patchbayCpuMs: cpuOf(patchbays),
    referenceCpuMs: cpuOf(references),
    writingCommits: writing,
    allCommits: all,
    memoryGrowth,
  }
}

type Round = Measured & { cpuMs: number | null }

async function measureRound({ pid }: Server, load: Load, until: { seconds: number }): Promise<Round> {
  const before = cpuMs(pid)
  const measured = await applyLoad(load, until)
  const after = cpuMs(pid)
  return { ...measured, cpuMs: before === null || after === null ? null : (after - before) / measured.count }
}

function medians(rounds: readonly Measured[]): Measured {
  const of = (key: keyof Measured) => median(rounds.map((round) => round[key]))
  return { count: of('count'), perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') }
}

function cpuOf(rounds: readonly Round[]): number | null {
  const known = rounds.flatMap((round) => round.cpuMs ?? [])
  return known.length > 0 ? median(known) : null
}
