import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { dropStamp, readStamp } from './stamp.ts'

const ROOT = dirname(import.meta.dirname)

/**
 * Builds unless the build at hand is of these very sources.
 * @throws Error when the build fails; it has said why
 */
export async function ensureBuild(): Promise<void> {
  const state = readStamp(ROOT)
  if (state === 'fresh') return
  console.log(state === 'old' ? 'The sources have changed: building …' : 'Building (once, about a minute) …')
  dropStamp(ROOT)
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'build-now.ts')], { cwd: ROOT, stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('The build failed.'))))
  })
}

if (process.argv[1] === import.meta.filename) {
  await ensureBuild().catch((error: Error) => {
    console.error(error.message)
    process.exit(1)
  })
}
