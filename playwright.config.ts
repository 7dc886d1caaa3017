import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/find-chromium'

// Ports and a folder of their own, so that the tests pass beside a running Patchbay. The specs find them in the
// environment: E2E_URL, E2E_SANDBOX_URL and E2E_DATA_DIR.
const port = Number(process.env.E2E_PORT ?? 4780)
const sandboxPort = port + 1
const folder = join(tmpdir(), `patchbay-e2e-${port}`)
process.env.E2E_URL = `http://localhost:${port}`
process.env.E2E_SANDBOX_URL = `http://127.0.0.1:${sandboxPort}`
process.env.E2E_DATA_DIR = join(folder, 'data')
// Beside the folder, which the server makes anew.
process.env.E2E_LOG = `${folder}.log`
// For writing tests: `node scripts/e2e-server.ts <folder> <port> <sandbox port>` runs in another terminal.
const isRunning = process.env.E2E_RUNNING === '1'

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/fixtures/global-setup',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: process.env.E2E_URL,
    storageState: join(folder, 'owner.json'),
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    // A trace costs a fifth of the time; `--trace on` makes one of a test that fails.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'chromium',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1440, height: 900 },
        launchOptions: {
          // When there is none at all, Playwright says what to install.
          executablePath: findChromium() ?? undefined,
          args: [
            ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--disable-quic',
            '--no-first-run',
          ],
        },
      },
    },
  ],
  webServer: isRunning
    ? []
    : {
        command: `exec node scripts/e2e-server.ts ${folder} ${port} ${sandboxPort} > ${folder}.log`,
        url: `${process.env.E2E_URL}/api/health/ready`,
        timeout: 300_000,
        reuseExistingServer: false,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
        stdout: 'ignore',
        stderr: 'pipe',
      },
})
