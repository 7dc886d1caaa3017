import { unknown } from './unknowns'

const LONGEST_EXPANSION = 500

/** A variable or a command substitution as a value that is not known; any other dollar sign as it is. */
export function readExpansion(text: string, at: number): { value: string; end: number } {
  const name = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|(\d))/.exec(text.slice(at, at + 200))
  if (name) return { value: unknown(name[1] ?? `arg${name[2]}`), end: at + name[0].length }
  const inner = /^\$\{([A-Za-z_][A-Za-z0-9_]*)/.exec(text.slice(at, at + 200))?.[1]
  // Bounded, because a text full of openings would else take time that grows with its square.
  const near = text.slice(at, at + LONGEST_EXPANSION)
  const brace = inner === undefined ? 0 : near.indexOf('}') + 1
  if (inner !== undefined && brace > 0) return { value: unknown(inner), end: at + brace }
  const substitution = near.startsWith('$(')
    ? closingParenthesis(near, 1)
    : near.startsWith('`')
      ? near.indexOf('`', 1) + 1
      : 0
  return substitution > 0
    ? { value: unknown('value'), end: at + substitution }
    : { value: text.charAt(at), end: at + 1 }
}

/** The offset behind the parenthesis that closes the one at `from`, or 0. */
function closingParenthesis(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '\\') at += 1
    else if (char === '(') depth += 1
    else if (char === ')' && --depth === 0) return at + 1
  }
  return 0
}
