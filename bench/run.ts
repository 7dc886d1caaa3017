import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import {
  runComparisonAlone,
  runConnectorAlone,
  runEngineAlone,
  runRetentionAlone,
  runRotationAlone,
  runSignInAlone,
  runTokensAlone,
} from './children'
import type { ComparisonFigures } from './comparison'
import type { ConnectorFigures } from './connector'
import type { EngineFigures } from './engine'
import { type ExecutionFigures, measureExecutions } from './executions'
import { CALLERS } from './load'
import type { RetentionFigures } from './retention'
import type { RotationFigures } from './rotation'
import type { SignInFigures } from './sign-in'
import type { TokenFigures } from './tokens'

interface Row {
  what: string
  figure: string
  target?: string
  met?: boolean
}

const USAGE = `Usage: npm run bench [-- --quick]

Measures executions, connector calls, the clean-up, the engine and the comparison of versions, each against its target.

  --quick     measures little, to try that it runs; its figures are not to be quoted
  -h, --help  prints this`

const flags = readFlags()
if (flags.help) {
  console.log(USAGE)
  process.exit(0)
}

try {
  const executions = await measureExecutions(flags.quick, (line) => console.error(line))
  const signIn = signInRows(await runSignInAlone(flags.quick))
  console.error('Connector calls …')
  const connector = connectorRows(await runConnectorAlone(flags.quick))
  console.error('The clean-up of executions …')
  const retention = retentionRows(await runRetentionAlone(flags.quick))
  console.error('A rotation of the vault\u2019s keys …')
  const rotation = rotationRows(await runRotationAlone(flags.quick))
  console.error('Tokens of connections …')
  const tokens = tokenRows(await runTokensAlone(flags.quick))
  console.error('The engine alone …')
  const engine = engineRows(await runEngineAlone())
  console.error('Two versions compared …')
  const comparison = comparisonRows(await runComparisonAlone())
  printTable([
    ...executionRows(executions),
    ...signIn,
    ...connector,
    ...retention,
    ...rotation,
    ...tokens,
    ...engine,
    ...comparison,
  ])
  if (flags.quick) console.log('\n--quick measures too little to be quoted.')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

function readFlags() {
  try {
    const flag = { type: 'boolean', default: false } as const
    return parseArgs({ options: { quick: flag, help: { ...flag, short: 'h' } } }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    process.exit(2)
  }
}

function executionRows(figures: ExecutionFigures): Row[] {
  const { patchbay, reference, ratio, writingCommits, allCommits, memoryGrowth } = figures
  return [
    { what: `Executions a second, ${CALLERS} callers`, figure: patchbay.perSecond.toFixed(0) },
    { what: 'Reference: bare Node, same call, same rows', figure: reference.perSecond.toFixed(0) },
    { what: 'Ratio to the reference', figure: ratio.toFixed(2), target: 'at least 0.50', met: ratio >= 0.5 },
    { what: 'Latency p50 / p99 (reference)', figure: `${latency(patchbay)} (${latency(reference)})` },
    { what: 'CPU per execution (reference)', figure: `${cpu(figures.patchbayCpuMs)} (${cpu(figures.referenceCpuMs)})` },
    { what: 'Commits per execution', figure: writingCommits.toFixed(2), target: 'at most 2', met: writingCommits <= 2 },
    { what: 'Transactions per execution, reads included', figure: allCommits.toFixed(2) },
    {
      what: 'Memory growth, last half of 10,000 executions',
      figure: memoryGrowth === null ? 'not told by this system' : `${(memoryGrowth * 100).toFixed(1)} %`,
      target: 'under 5 %',
      ...(memoryGrowth === null ? {} : { met: memoryGrowth < 0.05 }),
    },
  ]
}

function signInRows({ patchbay, reference, ratio, page }: SignInFigures): Row[] {
  const kilobytes = page.scriptBytes / 1024
  return [
    {
      what: 'Hosted page: all script, compressed',
      figure: `${kilobytes.toFixed(0)} KB`,
      target: 'under 110 KB',
      met: kilobytes < 110,
    },
    {
      what: 'Hosted page: largest contentful paint',
      figure: `${page.lcpMs.toFixed(0)} ms`,
      target: 'under 1,000 ms',
      met: page.lcpMs < 1_000,
    },
    {
      what: 'Sign-ins over bare argon2id, call and insert',
      figure: `${ratio.toFixed(2)} (${patchbay.perSecond.toFixed(0)} over ${reference.perSecond.toFixed(0)} a second)`,
      target: 'at least 0.40',
      met: ratio >= 0.4,
    },
  ]
}

function connectorRows(figures: ConnectorFigures): Row[] {
  const { p50Ms, bareP50Ms, moreMs, perSecond, barePerSecond, ratio, calls, connections, slowMs } = figures
  const more = `${moreMs.toFixed(3)} ms (${p50Ms.toFixed(3)} over ${bareP50Ms.toFixed(3)})`
  const rate = `${ratio.toFixed(2)} (${perSecond.toFixed(0)} over ${barePerSecond.toFixed(0)} a second)`
  return [
    { what: 'Connector call over bare undici, p50', figure: more, target: 'at most 0.35 ms', met: moreMs <= 0.35 },
    {
      what: `Connector calls over bare undici, ${CALLERS} callers`,
      figure: rate,
      target: 'at least 0.60',
      met: ratio >= 0.6,
    },
    {
      what: `Connections of ${CALLERS} callers`,
      figure: `${connections} for ${calls.toLocaleString('en')} calls`,
      target: `at most ${2 * CALLERS}`,
      met: connections <= 2 * CALLERS,
    },
    {
      what: '1,000 calls of 1 s at once',
      figure: `${(slowMs / 1000).toFixed(2)} s`,
      target: 'under 3 s',
      met: slowMs < 3_000,
    },
  ]
}

function retentionRows({ count, perSecond, plainPerSecond, growth }: RetentionFigures): Row[] {
  const rate = `${perSecond.toFixed(0)} (one plain DELETE: ${plainPerSecond.toFixed(0)})`
  return [
    { what: `Executions deleted a second, of ${count.toLocaleString('en')}`, figure: rate },
    {
      what: 'Cost of one deleted among all over among a tenth',
      figure: growth.toFixed(2),
      target: 'at most 1.50',
      met: growth <= 1.5,
    },
  ]
}

function rotationRows({ count, perSecond, calm, rotating, delayMs }: RotationFigures): Row[] {
  const [p99, longest] = [`${rotating.p99Ms.toFixed(1)} ms`, `${rotating.longestMs.toFixed(1)} ms`]
  const inCalm = `${calm.p99Ms.toFixed(1)} ms / ${calm.longestMs.toFixed(1)} ms`
  return [
    {
      what: `Values sealed again a second, under ${count.toLocaleString('en')} tokens`,
      figure: Math.round(perSecond).toLocaleString('en'),
    },
    { what: 'Fetch of a token meanwhile, p99 / longest (in calm)', figure: `${p99} / ${longest} (${inCalm})` },
    {
      what: 'Longest delay of a fetch',
      figure: `${delayMs.toFixed(1)} ms`,
      target: 'at most 50 ms',
      met: delayMs <= 50,
    },
  ]
}

function tokenRows({ count, patchbay, reference, ratio, firstPageP95Ms, searchP95Ms }: TokenFigures): Row[] {
  const under = `of ${count.toLocaleString('en')} tokens`
  const list = (what: string, ms: number): Row => ({
    what: `${what} ${under}, p95`,
    figure: `${ms.toFixed(1)} ms`,
    target: 'under 100 ms',
    met: ms < 100,
  })
  return [
    {
      what: `Token fetches over a bare handler, ${CALLERS} callers`,
      figure: `${ratio.toFixed(2)} (${patchbay.perSecond.toFixed(0)} over ${reference.perSecond.toFixed(0)} a second)`,
      target: 'at least 0.50',
      met: ratio >= 0.5,
    },
    { what: 'Token fetch p50 / p99 (reference)', figure: `${latency(patchbay)} (${latency(reference)})` },
    list('First page', firstPageP95Ms),
    list('Search', searchP95Ms),
  ]
}

function engineRows({ stepsPerSecond, longFlowRatio }: EngineFigures): Row[] {
  return [
    {
      what: 'Engine alone, condition steps a second',
      figure: Math.round(stepsPerSecond).toLocaleString('en'),
      target: 'at least 100,000',
      met: stepsPerSecond >= 100_000,
    },
    {
      what: 'Cost of a step, flow of 1,000 over one of 10',
      figure: longFlowRatio.toFixed(2),
      target: 'at most 1.20',
      met: longFlowRatio <= 1.2,
    },
  ]
}

function comparisonRows({ steps, milliseconds }: ComparisonFigures): Row[] {
  return [
    {
      what: `Two versions of ${steps} steps compared`,
      figure: `${milliseconds.toFixed(0)} ms`,
      target: 'under 200 ms',
      met: milliseconds < 200,
    },
  ]
}

function printTable(rows: readonly Row[]): void {
  const width = (key: 'what' | 'figure') => Math.max(...rows.map((row) => row[key].length))
  console.log(`\nNode ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}\n`)
  for (const { what, figure, target, met } of rows) {
    const verdict = met === undefined ? '' : met ? 'met   ' : 'MISSED'
    console.log(
      `${what.padEnd(width('what'))}   ${figure.padEnd(width('figure'))}   ${verdict} ${target ?? ''}`.trimEnd(),
    )
  }
}

function latency({ p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }): string {
  return `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)} ms`
}

function cpu(milliseconds: number | null): string {
  return milliseconds === null ? 'not told by this system' : `${milliseconds.toFixed(2)} ms`
}
