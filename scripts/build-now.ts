import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { buildHosted } from './build-hosted.ts'
import { writeStamp } from './stamp.ts'

// Builds both planes. Needs no network and no database. A process of its own, so that none of it stays in the server.
const ROOT = dirname(import.meta.dirname)

try {
  await run(process.execPath, ['scripts/generate.mjs'])
  await Promise.all([
    bundleServer(),
    buildHosted(),
    run(process.execPath, [join('node_modules', 'next', 'dist', 'bin', 'next'), 'build']),
  ])
  // Taken now: Next may have rewritten tsconfig.json.
  writeStamp(ROOT)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function bundleServer(): Promise<void> {
  const entries = {
    'server/main': 'server/main.ts',
    'server/cli': 'server/cli/main.ts',
    'server/script-worker': 'lib/scripts/worker.ts',
  }
  rmSync(join(ROOT, 'dist', 'server'), { recursive: true, force: true })
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(join(ROOT, source)))),
    outdir: 'dist',
    chunkNames: 'server/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  })
}

function run(program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    })
    let output = ''
    const add = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', add)
    child.stderr.on('data', add)
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} failed:\n${output}`))))
  })
}
