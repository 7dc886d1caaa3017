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

/** The same of a Playwright report; a test that passes only at a second try has failed. */
export function countPlaywright(file: string): Count {
  const schema = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) })
  const report = schema.safeParse(readReport(file))
  if (!report.success) return { passed: 0, failed: 0 }
  const { expected, unexpected, flaky } = report.data.stats
  return { passed: expected, failed: unexpected + flaky }
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
