import type { Json, JsonObject } from '@/lib/language/json'

/** Collects the rows of an answer up to a limit. */
export class RowCollector {
  readonly rows: JsonObject[] = []
  truncated = false
  #names: string[] = []
  readonly #repeated = new Set<string>()

  constructor(readonly limit: number) {}

  /** The columns' names; one that comes again gets a number behind it, so that no value is lost. */
  describe(names: readonly string[]): void {
    const taken = new Set<string>()
    this.#names = names.map((name) => {
      let free = name
      for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`
      if (free !== name) this.#repeated.add(name)
      taken.add(free)
      return free
    })
  }

  /** @param read gives the value of a column by its place; not called for a row beyond the limit */
  add(read: (column: number) => Json): void {
    if (this.rows.length >= this.limit) {
      this.truncated = true
      return
    }
    this.rows.push(Object.fromEntries(this.#names.map((name, column) => [name, read(column)])))
  }

  get warnings(): { code: string; message: string }[] {
    const warnings = []
    if (this.truncated) {
      const limit = this.limit.toLocaleString('en')
      const message = `Only the first ${limit} ${this.limit === 1 ? 'row was' : 'rows were'} read: there are more. Narrow the query, or raise the row limit of the connector.`
      warnings.push({ code: 'rowsTruncated', message })
    }
    if (this.#repeated.size > 0) {
      const names = [...this.#repeated].join(', ')
      const message = `Several columns are named ${names}; the later ones got a number behind the name. Name them with AS.`
      warnings.push({ code: 'columnsRepeated', message })
    }
    return warnings
  }
}

/** A whole number as JSON: text when a JSON reader would round it. */
export function readInteger(text: string): Json {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : text
}

/** A decimal as JSON: text when it has more digits than a JSON number keeps. */
export function readDecimal(text: string): Json {
  const number = Number(text)
  const digits = text.replace(/^-?0*\.?0*|[^0-9]/g, '')
  return Number.isFinite(number) && text.trim() !== '' && digits.length <= 15 ? number : text
}

/** A floating point number as JSON, which has no infinity. */
export function readFloat(text: string): Json {
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

/** JSON as it is stored; text when it is not. */
export function readJson(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
