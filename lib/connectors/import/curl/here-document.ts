import { unknown } from './unknowns'

/** A here-document that was announced: `<<EOF`, `<<-'EOF'`. */
export interface HereDocument {
  delimiter: string
  /** Its delimiter is quoted: nothing in it is expanded. */
  literal: boolean
  /** Tabs in front of its lines do not count. */
  indented: boolean
}

/** Reads `<<EOF` where it begins. @returns null when it is another redirection, else the offset behind it as well */
export function openHereDocument(text: string, at: number): { document: HereDocument; end: number } | null {
  const found = /^<<(-?)[ \t]*(['"]?)([^\s'"<>|;&]+)\2/.exec(text.slice(at, at + 200))
  if (!found?.[3]) return null
  const document = { delimiter: found[3], literal: found[2] !== '', indented: found[1] === '-' }
  return { document, end: at + found[0].length }
}

/** The lines of a here-document below the line that `at` is on, and the offset behind its delimiter. */
export function readHereDocument(
  text: string,
  at: number,
  { delimiter, literal, indented }: HereDocument,
): { body: string; end: number } {
  const lines: string[] = []
  let from = text.indexOf('\n', at) + 1
  while (from > 0 && from < text.length) {
    const end = endOfLine(text, from)
    const raw = text.slice(from, end).replace(/\r$/, '')
    const line = indented ? raw.replace(/^\t+/, '') : raw
    from = end + 1
    if (line === delimiter) break
    lines.push(line)
  }
  const body = lines.join('\n')
  return {
    body: literal ? body : body.replace(/\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?/g, (_, name: string) => unknown(name)),
    end: Math.min(from > 0 ? from : text.length, text.length),
  }
}

export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
