/** How many characters are looked at together. */
const GRAM = 4
const BITS = 13
/** No step is longer, so that it fits a byte. */
const WIDEST = 64

/**
 * Finds many texts at once (Wu and Manber, 1994). A window as wide as the shortest of them moves over the text that is
 * searched. Its last four characters are looked up in a table, which says how far it may move without passing one by:
 * nearly always by its whole width, so that most of a text is never read.
 */
export class TextIndex<T extends { text: string }> {
  readonly #short: T[] = []
  readonly #width: number
  readonly #steps: Uint8Array
  /** By the hash of the last four characters of the window that stands where they begin. */
  readonly #byHash = new Map<number, T[]>()

  constructor(items: Iterable<T>) {
    const long: T[] = []
    for (const item of items) (item.text.length < GRAM ? this.#short : long).push(item)
    this.#width = widthFor(long)
    this.#steps = new Uint8Array(1 << BITS).fill(this.#width - GRAM + 1)
    for (const item of long) this.#add(item)
  }

  /** Whether one of them is in the text. */
  finds(text: string): boolean {
    return this.#next(text, 0) >= 0 || (this.#short.length > 0 && this.#short.some((item) => text.includes(item.text)))
  }

  /** Tells of each place where one of them begins, overlapping ones too. */
  search(text: string, found: (item: T, at: number) => void): void {
    for (const item of this.#short) {
      for (let at = text.indexOf(item.text); at >= 0; at = text.indexOf(item.text, at + 1)) found(item, at)
    }
    for (let at = this.#next(text, 0); at >= 0; at = this.#next(text, at + 1)) {
      for (const item of this.#byHash.get(this.#hashOfWindow(text, at)) ?? []) {
        if (text.startsWith(item.text, at)) found(item, at)
      }
    }
  }

  /** The first place from `from` on where a long one begins; -1 when there is none. */
  #next(text: string, from: number): number {
    for (let at = from; at + this.#width <= text.length; ) {
      const hash = this.#hashOfWindow(text, at)
      const step = this.#steps[hash] ?? 1
      if (step === 0 && this.#begins(text, at, hash)) return at
      at += Math.max(step, 1)
    }
    return -1
  }

  #begins(text: string, at: number, hash: number): boolean {
    for (const item of this.#byHash.get(hash) ?? []) if (text.startsWith(item.text, at)) return true
    return false
  }

  #hashOfWindow(text: string, at: number): number {
    return hashAt(text, at + this.#width - GRAM)
  }

  #add(item: T): void {
    const last = this.#width - GRAM
    for (let at = 0; at <= last; at++) {
      const hash = hashAt(item.text, at)
      this.#steps[hash] = Math.min(this.#steps[hash] ?? 0, last - at)
      if (at < last) continue
      const known = this.#byHash.get(hash)
      if (known) known.push(item)
      else this.#byHash.set(hash, [item])
    }
  }
}

// Of a table more than half full, every look-up would say to move by a little.
function widthFor(items: readonly { text: string }[]): number {
  const room = GRAM + (1 << (BITS - 1)) / Math.max(items.length, 1)
  return items.reduce((width, { text }) => Math.min(width, text.length), Math.floor(Math.min(WIDEST, room)))
}

function hashAt(text: string, at: number): number {
  const four =
    (text.charCodeAt(at) << 24) ^
    (text.charCodeAt(at + 1) << 16) ^
    (text.charCodeAt(at + 2) << 8) ^
    text.charCodeAt(at + 3)
  return Math.imul(four, 0x9e3779b1) >>> (32 - BITS)
}
