/** A line of a CSV file, or several when quotes hold line breaks. */
export interface CsvRow {
  /** Where it begins in the file, from 1. */
  line: number
  /** Where it ends. */
  lastLine: number
  values: string[]
  /** Its quotation marks do not match, so that its values are not what was meant. */
  broken?: BrokenQuotes
}

/** The file ends inside of quotes, or a closing mark is followed by more text: one of an earlier line is missing. */
export type BrokenQuotes = 'neverClosed' | 'textAfterQuote'

const SEPARATORS = [',', ';', '\t'] as const

/**
 * Reads a CSV file (RFC 4180) piece by piece, so that a large one is never held whole. The separator is the one that the
 * first line has most of; empty lines are left out; an apostrophe that `toCsvLine` put before a formula is taken away.
 * Where a quotation mark is missing, the row says so and the reading goes on with the next line.
 */
export class CsvReader {
  private separator = ''
  private field = ''
  private row: string[] = []
  private quoted = false
  /** The last letter was a quotation mark inside quotes: an end, or half of a doubled one. */
  private pending = false
  /** The field's quotes have ended: only its own end may follow. */
  private closed = false
  private broken: BrokenQuotes | undefined
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
    const open = this.quoted && !this.pending
    if (open) this.broken = 'neverClosed'
    if (this.field === '' && this.row.length === 0 && !open) return rows
    return [...rows, ...this.endRow(open && this.field.endsWith('\n') ? this.line - 1 : this.line)]
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
          this.closed = true
        } else if (letter === '"') {
          this.pending = true
          continue
        } else {
          this.field += letter
          continue
        }
      }
      if (letter === '"' && this.field === '' && !this.closed) this.quoted = true
      else if (letter === this.separator) this.endField()
      else if (letter === '\n') rows.push(...this.endRow(this.line - 1))
      else if (letter !== '\r') {
        if (this.closed && letter !== ' ') this.broken = 'textAfterQuote'
        this.field += letter
      }
    }
    return rows
  }

  private endField(): void {
    this.row.push(/^'[=+\-@\t\r]/.test(this.field) ? this.field.slice(1) : this.field)
    this.field = ''
    this.closed = false
  }

  private endRow(lastLine: number): CsvRow[] {
    this.endField()
    const row: CsvRow = { line: this.rowLine, lastLine, values: this.row }
    if (this.broken) row.broken = this.broken
    this.row = []
    this.broken = undefined
    this.rowLine = this.line
    return row.values.every((value) => value === '') && !row.broken ? [] : [row]
  }
}
