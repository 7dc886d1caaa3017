/** How many characters the table knows of a text. */
const GRAM = 4
const BITS = 13

/**
 * Finds many texts at once. A text is read once, however many are looked for: at each place the last four characters
 * are looked up in a table, which nearly always says that none of them begins there.
 */
export class TextIndex<T extends { text: string }> {
  readonly #table = new Uint8Array(1 << BITS)
  readonly #byHash = new Map<number, T[]>()
  readonly #short: T[] = []

  constructor(items: Iterable<T>) {
    for (const item of items) {
      if (item.text.length < GRAM) this.#short.push(item)
      else this.#add(item)
    }
  }

  /** Tells of each place where one of them begins, overlapping ones too; until `found` answers true. */
  search(text: string, found: (item: T, at: number) => boolean | undefined): void {
    for (const item of this.#short) {
      for (let at = text.indexOf(item.text); at >= 0; at = text.indexOf(item.text, at + 1)) if (found(item, at)) return
    }
    const table = this.#table
    let last = 0
    for (let end = 0; end < text.length; end++) {
      // Four shifts by eight bits leave nothing of an older character.
      last = (last << 8) ^ text.charCodeAt(end)
      const hash = Math.imul(last, 0x9e3779b1) >>> (32 - BITS)
      if (table[hash] === 0 || end < GRAM - 1) continue
      const at = end - GRAM + 1
      for (const item of this.#byHash.get(hash) ?? []) if (text.startsWith(item.text, at) && found(item, at)) return
    }
  }

  /** Whether one of them is in the text. */
  finds(text: string): boolean {
    let any = false
    this.search(text, () => {
      any = true
      return true
    })
    return any
  }

  #add(item: T): void {
    let first = 0
    for (let at = 0; at < GRAM; at++) first = (first << 8) ^ item.text.charCodeAt(at)
    const hash = Math.imul(first, 0x9e3779b1) >>> (32 - BITS)
    this.#table[hash] = 1
    const known = this.#byHash.get(hash)
    if (known) known.push(item)
    else this.#byHash.set(hash, [item])
  }
}
