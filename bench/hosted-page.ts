import { chromium } from '@playwright/test'
import { findChromium } from '@/scripts/find-chromium'
import { median } from './statistics'

export interface HostedPageFigures {
  /** Compressed bytes of all script that the page loads. */
  scriptBytes: number
  /** Largest contentful paint of a first visit, median of the visits. */
  lcpMs: number
}

const VISITS = 5

/** Visits a hosted page with an empty cache, in a real browser on this machine. */
export async function measureHostedPage(address: string): Promise<HostedPageFigures> {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const visits: HostedPageFigures[] = []
    for (let at = 0; at < VISITS; at += 1) {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
      const page = await context.newPage()
      await page.goto(address)
      // The screen itself is what a person waits for.
      await page.getByRole('button').first().waitFor()
      visits.push(await page.evaluate(readFigures))
      await context.close()
    }
    return {
      scriptBytes: Math.max(...visits.map((visit) => visit.scriptBytes)),
      lcpMs: median(visits.map((visit) => visit.lcpMs)),
    }
  } finally {
    await browser.close()
  }
}

/** Runs in the page. */
async function readFigures(): Promise<HostedPageFigures> {
  const lcpMs = await new Promise<number>((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
      type: 'largest-contentful-paint',
      buffered: true,
    })
  })
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
  const scriptBytes = scripts.reduce(
    (sum, entry) => sum + (entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : 0),
    0,
  )
  return { scriptBytes, lcpMs }
}
