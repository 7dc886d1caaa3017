import type { ImportedConnector, ImportedStep, ReportLine } from '../types'
import { clientValue } from './dynamic'
import type { Command } from './shell-words'
import { listUnknowns } from './unknowns'

/** Names every value that only the shell knew and that the call now reads from the caller's input, once, at its place. */
export function sayVariables(
  { connector, step }: { connector: ImportedConnector; step: ImportedStep },
  { words, stdin }: Command,
  text: string,
  report: ReportLine[],
): void {
  const made = JSON.stringify([connector.headers, step.endpoint, step.payload])
  const used = new Set(Array.from(made.matchAll(/\{\{client\.(\w+)\}\}/g), ([, name = '']) => name))
  const written = listWritten(text)
  const places = [...words.map((word) => [word.text, word] as const), [stdin ?? '', null] as const]
  for (const [value, word] of places) {
    for (const name of listUnknowns(value)) {
      // Each name once, and none that became a part of the authentication.
      if (!used.delete(name)) continue
      const message = `Only the shell knows it. It is read from the caller\u2019s input, as ${clientValue(name)}.`
      const at = word && { start: word.start, end: word.end }
      report.push({ tone: 'changed', what: written.get(name) ?? '$(\u2026)', message, at })
    }
  }
}

/** How each variable stands in the text; what a command inside would have printed has no name. */
function listWritten(text: string): ReadonlyMap<string, string> {
  const written = new Map<string, string>()
  for (const [, cmd, shell, argument] of text.matchAll(/%([A-Za-z_]\w*)%|\$\{?([A-Za-z_]\w*)|\$(\d)/g)) {
    if (cmd) written.set(cmd, `%${cmd}%`)
    else if (shell) written.set(shell, `$${shell}`)
    else if (argument) written.set(`arg${argument}`, `$${argument}`)
  }
  return written
}
