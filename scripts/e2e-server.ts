import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ensureBuild } from './build.ts'

// The production server as the browser tests see it: a new data folder and ports of its own.
const [folder = '', port = '', sandboxPort = ''] = process.argv.slice(2)
const root = dirname(import.meta.dirname)

await ensureBuild()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true, mode: 0o755 })
const server = spawn(process.execPath, [join(root, 'dist', 'server', 'main.js')], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    ...process.env,
    // Blank is absent: the settings of a developer's .env must not reach the tests.
    DATABASE_URL: '',
    VAULT_KEY: '',
    EGRESS_ALLOW: '',
    PUBLIC_URL: '',
    HOST: '127.0.0.1',
    ROLE: 'all',
    DATA_DIR: join(folder, 'data'),
    PORT: port,
    SANDBOX: 'on',
    SANDBOX_PORT: sandboxPort,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  },
})
let output = ''
server.stdout.on('data', (chunk: Buffer) => {
  process.stdout.write(chunk)
  output += chunk.toString()
  const link = /https?:\/\/\S+\/setup\?token=\S+/.exec(output)?.[0]
  if (link) writeFileSync(join(folder, 'setup-link'), link, { mode: 0o600 })
})
server.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => server.kill(signal))
