import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { serverEnvironment } from '../e2e/fixtures/environment.ts'
import { ensureBuild } from './build.ts'

// The production server as the browser tests see it: a new data folder and ports of its own.
const [folder = '', port = '', sandboxPort = ''] = process.argv.slice(2)
const root = dirname(import.meta.dirname)

await ensureBuild()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true, mode: 0o755 })
const server = spawn(process.execPath, [join(root, 'dist', 'server', 'main.js')], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: serverEnvironment({ dataDir: join(folder, 'data'), port: Number(port), sandboxPort: Number(sandboxPort) }),
})
server.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => server.kill(signal))
