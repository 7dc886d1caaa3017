/** What is made of longer texts is not kept: so many of them would take too much memory. */
const LONGEST = 2_000

/**
 * Lets a pure function of a text remember what it has made of the last texts. All callers get the same thing, so it
 * must depend on the text alone and never be changed. For what authors write, never for secrets: it stays in memory.
 * @param most how many are remembered at a time
 */
export function remember<T extends object>(most: number, make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const remembered = known.get(text)
    if (remembered) return remembered
    const made = make(text)
    if (text.length > LONGEST) return made
    if (known.size >= most) known.clear()
    known.set(text, made)
    return made
  }
}
