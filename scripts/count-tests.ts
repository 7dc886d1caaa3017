import { readFileSync } from 'node:fs'
import { z } from 'zod'

interface Count {
  passed: number
  failed: number
}

/** The sum of a vitest report; a report that is not there counts nothing. */
export function countVitest(file: string): Count {
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

/** The same of a Playwright report. Names each test that passed at its second try. */
export function countPlaywright(file: string): Count {
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
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
