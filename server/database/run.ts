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

/** How long a program's output may take to arrive after its end. */
const LAST_WORDS_MS = 1_000

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
    const end = (code: number | null) => {
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({ code: code ?? 1, output: output.trim() })
    }
    child.on('close', end)
    // A server that was started in the background keeps the pipes open, so that 'close' never comes; but what the
    // program itself printed may still be on its way at 'exit'.
    child.on('exit', (code) => setTimeout(end, LAST_WORDS_MS, code))
  })
}
