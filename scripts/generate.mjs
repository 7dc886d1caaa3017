import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Makes the Prisma client. Runs at install, on whatever Node the host has, hence plain JavaScript.
// Prisma's command line downloads a schema engine that generating does not use, unless it is told of some executable.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { status, stderr, error } = spawnSync(
  process.execPath,
  [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate', '--no-hints'],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  },
)
if (error ?? status !== 0) console.error(error?.message ?? stderr)
process.exit(status ?? 1)
