import { MASK } from '@/lib/language/masking'

/** Texts of a command for a POSIX shell, in which shell variables stand for what was masked. */
export class ShellText {
  /** In order of appearance. */
  readonly variables: string[] = []

  /** Names a variable that is not there yet: TOKEN, TOKEN_2. */
  add(name: string): string {
    let free = name
    for (let count = 2; this.variables.includes(free); count++) free = `${name}_${count}`
    this.variables.push(free)
    return free
  }

  /** A variable for each place of a text where something was masked. */
  nameMasks(text: string, name: string): string[] {
    return text
      .split(MASK)
      .slice(1)
      .map(() => this.add(name))
  }
}

/**
 * A text quoted to be read as it is, with `"$NAME"` where something was masked: outside of the quotes, so that only it
 * is replaced.
 * @param names of the variables, one for each such place
 */
export function quoteMasked(text: string, names: readonly string[]): string {
  const [first = '', ...rest] = text.split(MASK)
  const pieces = [first === '' && rest.length > 0 ? '' : quoteText(first)]
  rest.forEach((piece, at) => {
    pieces.push(`"$${names[at] ?? 'SECRET'}"`, piece === '' ? '' : quoteText(piece))
  })
  return pieces.join('')
}

/** Inside single quotes a shell reads nothing but the closing quote. */
export function quoteText(text: string): string {
  return /^[A-Za-z]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
