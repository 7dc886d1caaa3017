import type { SqlConfig } from './schema'

/**
 * Why a read-only connector does not send a statement, or null. The database's read-only transaction alone does not
 * keep MySQL and MariaDB from statements that end it (`BEGIN NOT ATOMIC`), nor from those that belong to none (KILL,
 * FLUSH, ANALYZE TABLE), nor PostgreSQL from NOTIFY: only what begins like a query is let through to it.
 */
export function readOnlyProblem(query: string, engine: SqlConfig['engine']): string | null {
  if (engine === 'mysql') {
    // Looked for in texts too: where a text begins depends on settings that only the server knows.
    if (/\/\*M?!/i.test(query)) return 'Remove the executable comment (/*! \u2026 */): its text is run as SQL.'
    if (/\b(?:outfile|dumpfile)\b/i.test(query))
      return 'INTO OUTFILE and INTO DUMPFILE write a file. A value that holds such a word goes into a parameter.'
  }
  const word = /^[a-z]+(?![\w$\u0080-\uffff])/i.exec(query.slice(skipToWord(query, engine)))?.[0].toUpperCase() ?? ''
  const allowed = beginnings[engine]
  if (allowed.includes(word)) return null
  const began = word === '' ? '' : `, not with ${word.slice(0, 40)}`
  return `Its statements begin with ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}${began}.`
}

const beginnings: Readonly<Record<SqlConfig['engine'], readonly string[]>> = {
  postgresql: ['SELECT', 'WITH', 'VALUES', 'TABLE', 'SHOW', 'EXPLAIN'],
  mysql: ['SELECT', 'WITH', 'VALUES', 'TABLE', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN'],
}

/**
 * Where the first word stands: past white space, comments and opening parentheses. What is skipped here is skipped by
 * the server too, or is a syntax error there.
 */
function skipToWord(query: string, engine: SqlConfig['engine']): number {
  let at = 0
  while (at < query.length) {
    if (/[ \t\n\v\f\r(]/.test(query.charAt(at))) at += 1
    else if (query.startsWith('--', at) || (engine === 'mysql' && query.charAt(at) === '#'))
      at = endOfLine(query, at, engine)
    else if (query.startsWith('/*', at)) at = endOfComment(query, at, engine === 'postgresql')
    else return at
  }
  return at
}

function endOfLine(query: string, from: number, engine: SqlConfig['engine']): number {
  // A carriage return ends a comment of PostgreSQL and not one of MySQL.
  const end = query.slice(from).search(engine === 'postgresql' ? /[\n\r]/ : /\n/)
  return end < 0 ? query.length : from + end
}

/** @param nests PostgreSQL's comments do, MySQL's do not */
function endOfComment(query: string, from: number, nests: boolean): number {
  let depth = 0
  for (const { 0: sign, index } of query.slice(from).matchAll(/\/\*|\*\//g)) {
    // The star of `/*/` opens and does not close.
    if (sign === '/*') depth = nests ? depth + 1 : 1
    else depth -= 1
    if (depth === 0) return from + index + 2
  }
  return query.length
}
