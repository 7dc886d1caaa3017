import type { ReportLine, Span } from '../types'
import { readAnsiString } from './ansi-string'
import { readExpansion } from './expansion'
import { endOfLine, type HereDocument, openHereDocument, readHereDocument } from './here-document'
import { withoutMarks } from './unknowns'

/** One word of a command after quotes are removed, with its place in the text as it was typed. */
export interface Word extends Span {
  text: string
}

export interface Command {
  words: Word[]
  /** The text of a here-document, which curl reads for `@-`. */
  stdin: string | null
  report: ReportLine[]
}

/**
 * The words of the first simple command of a text, by the quoting rules of bash. Nothing is expanded: a variable or a
 * command substitution stays as a value that is not known. Never throws, and takes time in proportion to the text.
 */
export function splitShellWords(source: string): Command {
  const reader = new Reader(withoutMarks(source))
  reader.readCommand()
  return { words: reader.words, stdin: reader.stdin, report: reader.report }
}

class Reader {
  readonly words: Word[] = []
  readonly report: ReportLine[] = []
  stdin: string | null = null
  private at = 0
  private word: { text: string; start: number } | null = null
  private heredoc: HereDocument | null = null
  private skipNext = false

  constructor(private readonly text: string) {}

  readCommand(): void {
    const { text } = this
    while (this.at < text.length) {
      const char = text.charAt(this.at)
      if (char === '\\') this.readBackslash()
      else if (char === "'") this.readSingle()
      else if (char === '"') this.readDouble()
      else if (char === '$' || char === '`') this.readDollar()
      else if (char === '\n' || char === '\r') {
        if (this.endLine()) return
      } else if (char === ' ' || char === '\t' || char === '\u00a0') {
        this.endWord()
        this.at += 1
      } else if (char === '#' && !this.word) this.at = endOfLine(text, this.at)
      else if (char === '<' || char === '>') this.readRedirection()
      else if (char === '|' || char === ';' || char === '&' || char === '(' || char === ')') {
        if (this.readOperator(char)) return
      } else this.add(char, 1)
    }
    this.endWord()
  }

  private add(text: string, length: number): void {
    this.word ??= { text: '', start: this.at }
    this.word.text += text
    this.at += length
  }

  private endWord(): void {
    const { word } = this
    this.word = null
    if (!word) return
    if (this.skipNext) this.skipNext = false
    else this.words.push({ ...word, end: this.at })
  }

  private readBackslash(): void {
    // Blanks between the backslash and the end of the line come from copying; a shell would stop here.
    const lineEnd = /^\\[ \t]*\r?\n/.exec(this.text.slice(this.at, this.at + 200))
    if (lineEnd) this.at += lineEnd[0].length
    else if (this.at + 1 >= this.text.length) this.at += 1
    else this.add(codePointAt(this.text, this.at + 1), 1 + codePointAt(this.text, this.at + 1).length)
  }

  private readSingle(): void {
    const start = this.at
    const end = this.text.indexOf("'", start + 1)
    const stop = end < 0 ? this.text.length : end
    if (end < 0) this.unclosed("'", start)
    this.add(this.text.slice(start + 1, stop), stop + 1 - start)
    this.at = Math.min(this.at, this.text.length)
  }

  private readDouble(): void {
    const start = this.at
    this.add('', 1)
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at)
      if (char === '"') {
        this.add('', 1)
        return
      }
      if (char === '\\') this.readEscapeInDouble()
      else if (char === '$' || char === '`') this.readDollar(true)
      else this.add(char, 1)
    }
    this.unclosed('"', start)
  }

  private readEscapeInDouble(): void {
    const next = this.text.charAt(this.at + 1)
    if (next === '\n') this.add('', 2)
    else if (next === '\r' && this.text.charAt(this.at + 2) === '\n') this.add('', 3)
    else if (next !== '' && '$`"\\'.includes(next)) this.add(next, 2)
    else this.add('\\', 1)
  }

  private readDollar(quoted = false): void {
    const { text, at } = this
    if (!quoted && text.startsWith("$'", at)) {
      const { value, end, closed } = readAnsiString(text, at + 2)
      if (!closed) this.unclosed("$'", at)
      this.add(value, end - at)
    } else if (!quoted && text.startsWith('$"', at)) this.add('', 1)
    else {
      const { value, end } = readExpansion(text, at)
      this.add(value, end - at)
    }
  }

  /** @returns whether the command ends here */
  private endLine(): boolean {
    this.endWord()
    const after = /^\s*/.exec(this.text.slice(this.at))?.[0].length ?? 0
    if (this.heredoc) {
      const { body, end } = readHereDocument(this.text, this.at, this.heredoc)
      this.heredoc = null
      this.stdin = body
      this.at = end
    }
    if (this.words.length === 0) {
      this.at += Math.max(1, after)
      return false
    }
    const next = this.at + after
    // The backslash was lost on the way: no command begins with a dash.
    if (!this.stdin && this.text.charAt(next) === '-') {
      this.at = next
      return false
    }
    this.leaveRest(next)
    return true
  }

  private readOperator(char: string): boolean {
    const joined = this.word && /^[^\s&]/.test(this.text.slice(this.at + 1, this.at + 2))
    // Asked of the text and not of the word, which grows: looking at it each time would take time by its square.
    const inUrl = joined && /^https?:/i.test(this.text.slice(this.word?.start, (this.word?.start ?? 0) + 8))
    if (char === '&' && inUrl) {
      const at = { start: this.at, end: this.at + 1 }
      const message = 'A shell ends the command here, because the URL is not in quotes. It was read on to its end.'
      if (!this.report.some(({ what }) => what === '&')) this.report.push({ tone: 'changed', what: '&', message, at })
      this.add('&', 1)
      return false
    }
    if (char === '(' || char === ')') {
      this.add(char, 1)
      return false
    }
    this.endWord()
    if (this.words.length === 0) {
      this.at += 1
      return false
    }
    this.leaveRest(this.at)
    return true
  }

  private readRedirection(): void {
    const { text } = this
    // `2>` names the stream.
    if (this.word && /^\d$/.test(this.word.text) && this.at - this.word.start === 1) this.word = null
    this.endWord()
    const start = this.at
    const opened = openHereDocument(text, start)
    if (opened) {
      this.heredoc = opened.document
      this.at = opened.end
      return
    }
    const operator = /^[<>]+&?\d?[ \t]*/.exec(text.slice(start, start + 200))?.[0] ?? '>'
    this.at += operator.length
    this.skipNext = !/&\d[ \t]*$/.test(operator)
    const reads = operator.startsWith('<')
    this.report.push({
      tone: reads ? 'left' : 'noEffect',
      what: operator.trim(),
      message: reads
        ? 'Files are not read. Paste what it holds into the payload.'
        : 'It is about where curl writes its answer.',
      at: { start, end: this.at },
    })
  }

  private leaveRest(from: number): void {
    const rest = this.text.slice(from)
    const comment = /^(\s|#[^\n]*(\n|$))*$/.test(rest.slice(0, 10_000))
    if (comment) return
    const message = 'Only the first command is read. Import what follows by itself.'
    this.report.push({
      tone: 'left',
      what: rest.trim().slice(0, 12).split(/\s/, 1)[0] ?? '',
      message,
      at: { start: from, end: this.text.trimEnd().length },
    })
  }

  private unclosed(quote: string, start: number): void {
    const message = `This quote is not closed. Check that the whole command was copied.`
    this.report.push({ tone: 'error', what: quote, message, at: { start, end: start + quote.length } })
  }
}

function codePointAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0)
}
