import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Text with a style when standard output is a terminal that shows it. */
export function style(how: Style, text: string): string {
  return styleText(how, text, { stream: process.stdout })
}

export function print(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** For the person at the terminal, beside the command's own output. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** One JSON value: for people when standard output is a terminal, else on one line. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, process.stdout.isTTY ? 2 : undefined))
}

/** Rows in aligned columns under a heading. */
export function printTable(columns: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('   ')
      .trimEnd()
  print(style('dim', line(columns)))
  for (const row of rows) print(line(row))
}

/** Names with their values, aligned. */
export function printFacts(facts: readonly (readonly [string, string])[]): void {
  const width = Math.max(...facts.map(([name]) => name.length))
  for (const [name, value] of facts) print(`${style('dim', name.padEnd(width))}   ${value}`)
}
