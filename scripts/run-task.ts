import { spawn } from 'node:child_process'
import { isAbsolute, join } from 'node:path'
import { ROOT } from '@/server/root'

export interface Task {
  name: string
  /** A script below node_modules, and its arguments. */
  args: [script: string, ...rest: string[]]
  before?: () => Promise<void>
  /** Shows the output as it comes instead of keeping it. */
  live?: boolean
}

/** Runs a tool of the project on the Node of this process. */
export async function runTask(task: Task): Promise<{ ok: boolean; output: string }> {
  await task.before?.()
  const [script, ...rest] = task.args
  const path = isAbsolute(script) ? script : join(ROOT, 'node_modules', script)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path, ...rest], {
      cwd: ROOT,
      stdio: task.live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...(task.live ? {} : { FORCE_COLOR: '0' }) },
    })
    let output = ''
    const add = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout?.on('data', add)
    child.stderr?.on('data', add)
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trim() }))
  })
}
