import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isJsonObject, type Json, type JsonObject } from '@/lib/language/json'
import { CommandError, UsageError } from './errors'

/** The text of a file, or of standard input for `-`. */
export async function readText(file: string): Promise<string> {
  if (file === '-') return await text(process.stdin)
  try {
    return await text(createReadStream(file))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new CommandError(`${file} cannot be read (${code}). Check the path.`)
  }
}

export async function readJsonFile(file: string): Promise<Json> {
  try {
    return JSON.parse(await readText(file))
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${file === '-' ? 'Standard input' : file} is not valid JSON: ${messageOf(error)}`)
  }
}

/** An option that must be JSON. */
export function parseJson(option: string, given: string): Json {
  try {
    return JSON.parse(given)
  } catch (error) {
    throw new UsageError(`${option} must be JSON, for example '{"email": "ada@example.com"}': ${messageOf(error)}`)
  }
}

export function parseJsonObject(option: string, given: string): JsonObject {
  const value = parseJson(option, given)
  if (!isJsonObject(value))
    throw new UsageError(`${option} must be a JSON object, for example '{"email": "ada@example.com"}'.`)
  return value
}

/** `name=value`, split at the first `=`. */
export function parsePair(option: string, given: string): [string, string] {
  const at = given.indexOf('=')
  if (at < 1) throw new UsageError(`${option} must be name=value, not "${given}".`)
  return [given.slice(0, at), given.slice(at + 1)]
}

/** A password from standard input; at a terminal it is asked for twice and not shown. */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    const given = (await text(process.stdin)).replace(/\r?\n$/, '')
    if (given === '')
      throw new CommandError('Give the password on standard input, for example: printf %s "$PASSWORD" | npm run …')
    return given
  }
  const first = await ask('Password: ')
  const second = await ask('Again: ')
  if (first !== second) throw new CommandError('The two passwords differ. Nothing was changed; try again.')
  return first
}

function ask(question: string): Promise<string> {
  // What readline echoes goes nowhere; only the question is shown.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  process.stderr.write(question)
  return new Promise((done, fail) => {
    terminal.once('SIGINT', () => {
      terminal.close()
      fail(new CommandError('Cancelled. Nothing was changed.'))
    })
    terminal.question('', (answer) => {
      terminal.close()
      process.stderr.write('\n')
      done(answer)
    })
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
