import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serverEnvironment } from '../e2e/fixtures/environment.ts'
import { ensureBuild } from './build.ts'

// The production server as the browser tests see it, in this process: a new data folder and ports of its own.
const [program = '', script = '', folder = '', port = '', sandboxPort = ''] = process.argv
const root = dirname(import.meta.dirname)

await ensureBuild()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true, mode: 0o755 })
const place = { dataDir: join(folder, 'data'), port: Number(port), sandboxPort: Number(sandboxPort) }
Object.assign(process.env, serverEnvironment(place))
process.argv = [program, script]
await import(pathToFileURL(join(root, 'dist', 'server', 'main.js')).href)
