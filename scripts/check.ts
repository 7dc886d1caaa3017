import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '@/server/root'
import { runTask, type Task } from './run-task'

/** Everything that can be said without a database or a browser. Two run at a time, the longest first. */
export const CHECKS: Task[] = [
  { name: 'types', args: ['typescript/bin/tsc', '--noEmit', '-p', '.'], before: ensureNextTypes },
  {
    name: 'unit tests',
    args: [
      'vitest/vitest.mjs',
      'run',
      '--project=pure',
      '--project=unit',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=test-results/unit.json',
    ],
  },
  { name: 'boundaries', args: ['tsx/dist/cli.mjs', join(ROOT, 'scripts', 'check-boundaries.ts')] },
  { name: 'unused', args: ['knip/bin/knip.js', '--no-progress'] },
  { name: 'lint', args: ['@biomejs/biome/bin/biome', 'check'] },
]

/** Runs the checks and answers the names of those that failed. */
export async function runChecks(): Promise<string[]> {
  const waiting = [...CHECKS]
  const failed: string[] = []
  const worker = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const started = Date.now()
      const { ok, output } = await runTask(task)
      if (!ok) failed.push(task.name)
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      console.log(`${ok ? '✓' : '✗'} ${task.name} (${seconds} s)${ok ? '' : `\n${output}`}`)
    }
  }
  await Promise.all([worker(), worker()])
  return failed
}

/** Next writes the types of routes and styles; a fresh clone has none. */
async function ensureNextTypes(): Promise<void> {
  if (existsSync(join(ROOT, 'next-env.d.ts')) && existsSync(join(ROOT, '.next', 'types'))) return
  await runTask({ name: 'route types', args: ['next/dist/bin/next', 'typegen'] })
}

if (process.argv[1]?.endsWith('check.ts')) {
  const failed = await runChecks()
  if (failed.length > 0) {
    console.error(`Failed: ${failed.join(', ')}`)
    process.exit(1)
  }
}
