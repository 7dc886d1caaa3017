import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = { '@': resolve(import.meta.dirname) }

/** Their rooms have no state, no environment and no I/O, by the import rules: their tests share a process and its modules. */
const pure = [
  'lib/{language,steps,flow,engine,theme}/**/*.test.{ts,tsx}',
  'lib/connectors/import/**/*.test.ts',
  'components/**/*.test.{ts,tsx}',
  'hosted/**/*.test.ts',
]

export default defineConfig({
  resolve: { alias },
  test: {
    // By itself Vitest leaves one core idle, which of two is half of the time.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'pure',
          setupFiles: ['scripts/property-seed.ts', 'scripts/plain-messages.ts'],
          include: pure,
          exclude: ['**/*.db.test.ts', 'node_modules/**'],
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
          unstubEnvs: true,
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'unit',
          setupFiles: ['scripts/property-seed.ts', 'scripts/plain-messages.ts'],
          include: ['{lib,components,server,scripts,app,prisma}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', 'node_modules/**', ...pure],
          // A property test does thousands of runs; on a busy machine five seconds are too few.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          setupFiles: ['scripts/property-seed.ts', 'scripts/plain-messages.ts'],
          include: ['{lib,server,prisma}/**/*.db.test.ts'],
          globalSetup: ['server/testing/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // What a test waits for comes when it comes; a test that claims how soon measures it.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
})
