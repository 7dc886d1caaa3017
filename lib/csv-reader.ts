/** A line of a CSV file. */
export interface CsvRow {
  /** Where it begins in the file, from 1. */
  line: number
  values: string[]
}

const SEPARATORS = [',', ';', '\t'] as const

/**
 * Reads a CSV file (RFC 4180) piece by piece, so that a large one is never held whole. The separator is the one that the
 * first line has most of; empty lines are left out; an apostrophe that `toCsvLine` put before a formula is taken away.
 */
export class CsvReader {
  private separator = ''
  private field = ''
  private row: string[] = []
  private quoted = false
  /** The last letter was a quotation mark inside quotes: an end, or half of a doubled one. */
  private pending = false
  private wasQuoted = false
  private line = 1
  private rowLine = 1
  /** Held back until the separator can be told. */
  private head: string | null = ''

  /** The rows that end in this piece of text. */
  push(text: string): CsvRow[] {
    if (this.head === null) return this.read(text)
    this.head += text
    const firstLine = /^[^\r\n]*[\r\n]/.exec(this.head)
    if (!firstLine && this.head.length < 100_000) return []
    return this.begin()
  }

  /** What is left when the file has ended. */
  end(): CsvRow[] {
    const rows = this.head === null ? [] : this.begin()
    if (this.field !== '' || this.row.length > 0 || this.wasQuoted) rows.push(...this.endRow())
    return rows
  }

  /** Whether the file ended inside a quoted field: a quotation mark is missing somewhere above. */
  get isOpen(): boolean {
    return this.quoted && !this.pending
  }

  private begin(): CsvRow[] {
    const text = (this.head ?? '').replace(/^\uFEFF/, '')
    this.head = null
    const [firstLine = ''] = text.split(/[\r\n]/, 1)
    const plain = firstLine.replace(/"[^"]*"/g, '')
    const counts = SEPARATORS.map((separator) => plain.split(separator).length)
    this.separator = SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
    return this.read(text)
  }

  private read(text: string): CsvRow[] {
    const rows: CsvRow[] = []
    for (const letter of text) {
      if (letter === '\n') this.line += 1
      if (this.quoted) {
        if (this.pending) {
          this.pending = false
          if (letter === '"') {
            this.field += '"'
            continue
          }
          this.quoted = false
        } else if (letter === '"') {
          this.pending = true
          continue
        } else {
          this.field += letter
          continue
        }
      }
      if (letter === '"' && this.field === '') {
        this.quoted = true
        this.wasQuoted = true
      } else if (letter === this.separator) this.endField()
      else if (letter === '\n') rows.push(...this.endRow())
      else if (letter !== '\r') this.field += letter
    }
    return rows
  }

  private endField(): void {
    this.row.push(/^'[=+\-@\t\r]/.test(this.field) ? this.field.slice(1) : this.field)
    this.field = ''
    this.wasQuoted = false
  }

  private endRow(): CsvRow[] {
    this.endField()
    const row = { line: this.rowLine, values: this.row }
    this.row = []
    this.rowLine = this.line
    return row.values.every((value) => value === '') ? [] : [row]
  }
}
