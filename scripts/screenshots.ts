import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { Canvas } from '@/e2e/canvas'
import { startFreshServer } from '@/e2e/fixtures/server'
import { ROOT } from '@/server/root'
import { ensureBuild } from './build'
import { ensureChromium } from './find-chromium'

// npm run screenshots: makes the pictures of the README, from the sample project of a fresh Patchbay.
const folder = join(ROOT, 'docs', 'images')

await ensureBuild()
mkdirSync(folder, { recursive: true })
const server = await startFreshServer()
const browser = await chromium.launch({
  executablePath: ensureChromium(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await setUp(page)
  await showRun(page)
  await page.screenshot({ path: join(folder, 'runner.png'), animations: 'disabled', caret: 'hide' })
  console.log(join(folder, 'runner.png'))
} finally {
  await browser.close()
  await server.stop()
}

async function setUp(page: Page): Promise<void> {
  await page.goto(server.setupLink)
  await page.getByLabel('Name').fill('Ada Byron')
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByLabel('Password').fill('only for this picture')
  await page.getByRole('button', { name: 'Create account and open the console' }).click()
  await page.getByRole('link', { name: 'Look up a customer' }).click()
}

/** A finished run with the call's response open. */
async function showRun(page: Page): Promise<void> {
  const canvas = new Canvas(page)
  await page.getByRole('button', { name: 'Collapse sidebar' }).click()
  await canvas.run()
  await canvas.screen.getByRole('button', { name: 'Look up' }).click()
  await canvas.expectStatus('Completed')
  await canvas.message('→ 200').click()
  await canvas.details().getByRole('tab', { name: 'Response' }).waitFor()
  await canvas.runner.getByRole('region', { name: 'Outputs' }).first().waitFor()
  await canvas.fit()
  await page.mouse.move(720, 880)
}
