import type { KnownPath } from '@/lib/flow/known-path'

/** The piece of a text that completion replaces: from the opening braces to the caret and a closing that is there. */
export interface CompletionRange {
  from: number
  to: number
  /** What was typed of the path. */
  query: string
}

/** Where completion applies with the caret at `caret`: inside `{{…`, not behind a `\`. Null elsewhere. */
export function findPlaceholderRange(text: string, caret: number): CompletionRange | null {
  const from = text.lastIndexOf('{{', caret - 1)
  if (from < 0 || from + 2 > caret || text[from - 1] === '\\') return null
  const typed = text.slice(from + 2, caret)
  if (/[{}\n]/.test(typed)) return null
  const rest = /^[^{}\n]*?\}\}/.exec(text.slice(caret))
  return { from, to: caret + (rest?.[0].length ?? 0), query: typed.trim() }
}

/** For a field that holds one bare path: all of it. */
export function findBareRange(text: string, caret: number): CompletionRange {
  return { from: 0, to: text.length, query: text.slice(0, caret).trim() }
}

/** The paths that fit what was typed, best first: whole path, then a segment, then anywhere. */
export function filterPaths(paths: readonly KnownPath[], query: string, limit = 50): KnownPath[] {
  const wanted = query.toLowerCase()
  const rank = ({ path, from }: KnownPath) => {
    const text = path.toLowerCase()
    if (text.startsWith(wanted)) return 0
    if (text.split('.').some((segment) => segment.startsWith(wanted))) return 1
    if (text.includes(wanted)) return 2
    return from.toLowerCase().includes(wanted) ? 3 : 4
  }
  return paths
    .map((known, index) => ({ known, index, rank: rank(known) }))
    .filter((candidate) => candidate.rank < 4)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, limit)
    .map((candidate) => candidate.known)
}

/**
 * The text with a path put in place of the range, and where the caret goes: behind the braces, or before them when
 * the path goes on below.
 */
export function insertPath(
  text: string,
  range: CompletionRange,
  known: KnownPath,
  bare: boolean,
): { text: string; caret: number } {
  const inserted = bare ? known.path : `{{${known.path}}}`
  const end = range.from + inserted.length
  return {
    text: text.slice(0, range.from) + inserted + text.slice(range.to),
    caret: known.open && !bare ? end - 2 : end,
  }
}
