import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '@/server/root'
import { ensureBuild } from './build'
import { runChecks } from './check'
import { ensureChromium } from './find-chromium'
import { runTask } from './run-task'

// npm test: everything. Goes on after a failure, so that one run tells all, and ends with the sum.
const results = join(ROOT, 'test-results')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

const broken: string[] = []
console.log('— checks')
// Failing unit tests are counted one by one below.
broken.push(...(await runChecks()))

console.log('— database tests')
const database = await runTask({
  name: 'database tests',
  args: [
    'vitest/vitest.mjs',
    'run',
    '--project',
    'db',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/db.json',
  ],
  live: true,
})
if (!database.ok) broken.push('database tests')

console.log('— build')
try {
  await ensureBuild()
  console.log('— browser tests')
  ensureChromium()
  const browser = await runTask({ name: 'browser tests', args: ['@playwright/test/cli.js', 'test'], live: true })
  if (!browser.ok) broken.push('browser tests')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  broken.push('build')
}

const counts = [countVitest('unit.json'), countVitest('db.json'), countPlaywright('e2e.json')]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failedTests = counts.reduce((sum, count) => sum + count.failed, 0)
if (broken.length > 0) console.error(`Failed: ${broken.join(', ')}`)
// A check that fails without a failing test (types, lint, build) counts as one.
const failed = Math.max(failedTests, broken.length)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

interface Count {
  passed: number
  failed: number
}

function countVitest(file: string): Count {
  const schema = z.object({ numPassedTests: z.number(), numFailedTests: z.number() })
  const report = schema.safeParse(readReport(file))
  return report.success
    ? { passed: report.data.numPassedTests, failed: report.data.numFailedTests }
    : { passed: 0, failed: 0 }
}

interface Suite {
  suites?: Suite[] | undefined
  specs: { title: string; file: string; tests: { status: string }[] }[]
}
const suiteSchema: z.ZodType<Suite> = z.object({
  suites: z.array(z.lazy(() => suiteSchema)).optional(),
  specs: z.array(z.object({ title: z.string(), file: z.string(), tests: z.array(z.object({ status: z.string() })) })),
})

function countPlaywright(file: string): Count {
  const schema = z.object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
    suites: z.array(suiteSchema),
  })
  const report = schema.safeParse(readReport(file))
  if (!report.success) return { passed: 0, failed: 0 }
  const { expected, unexpected, flaky } = report.data.stats
  for (const name of report.data.suites.flatMap(listFlaky))
    console.log(`Passed at the second try, to be mended: ${name}`)
  return { passed: expected + flaky, failed: unexpected }
}

function listFlaky({ suites = [], specs }: Suite): string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
  return [...own.map(({ file, title }) => `${file}: ${title}`), ...suites.flatMap(listFlaky)]
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(join(results, file), 'utf8'))
  } catch {
    return null
  }
}
