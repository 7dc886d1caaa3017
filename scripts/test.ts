import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '@/server/root'
import { ensureBuild } from './build'
import { runChecks } from './check'
import { countPlaywright, countVitest } from './count-tests'
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

const counts = [
  countVitest(join(results, 'unit.json')),
  countVitest(join(results, 'db.json')),
  countPlaywright(join(results, 'e2e.json')),
]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failedTests = counts.reduce((sum, count) => sum + count.failed, 0)
if (broken.length > 0) console.error(`Failed: ${broken.join(', ')}`)
// A check that fails without a failing test (types, lint, build) counts as one.
const failed = Math.max(failedTests, broken.length)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
