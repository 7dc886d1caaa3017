import { spawn } from 'node:child_process'

/** Whom a program runs as; absent means as this process. */
export interface OsUser {
  name: string
  uid: number
  gid: number
}

export interface Finished {
  code: number
  output: string
}

/**
 * Runs a program to its end and answers its exit code and what it printed. Never throws for a failing program.
 * @param user runs it as this OS user
 */
export function run(program: string, args: readonly string[], user?: OsUser): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      // The working folder of this process may be closed to the other user.
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    })
    let output = ''
    const add = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', add)
    child.stderr.on('data', add)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    // Not 'close': a server that was started in the background keeps the pipes open.
    child.on('exit', (code) => {
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({ code: code ?? 1, output: output.trim() })
    })
  })
}
