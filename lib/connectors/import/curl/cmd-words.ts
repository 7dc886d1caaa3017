import type { Command, Word } from './shell-words'
import { unknown, withoutMarks } from './unknowns'

/** Whether a text is quoted for cmd.exe, as "Copy as cURL (cmd)" of a browser does. */
export function isForCmd(text: string): boolean {
  return /\^[ \t]*\r?\n/.test(text) || /^\s*curl(\.exe)?\s.*\^"/.test(text)
}

/**
 * The words of a command for cmd.exe: its carets first, then the quotes as the C runtime reads them. `%NAME%` stays as
 * a value that is not known.
 */
export function splitCmdWords(source: string): Command {
  return { words: toWords(readCarets(withoutMarks(source))), stdin: null, report: [] }
}

type Placed = readonly [char: string, at: number]

function readCarets(text: string): Placed[] {
  const chars: Placed[] = []
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '^' && !quoted) {
      const lineEnd = /^\^[ \t]*\r?\n/.exec(text.slice(at, at + 100))
      if (!lineEnd) {
        at += 1
        if (at < text.length) chars.push([text.charAt(at), at])
        continue
      }
      at += lineEnd[0].length - 1
      // A caret before two line ends is one line end: that is how a browser writes them.
      const second = /^\r?\n/.exec(text.slice(at + 1, at + 3))
      if (second) {
        chars.push(['\n', at])
        at += second[0].length
      }
      continue
    }
    const name = char === '%' ? /^%([A-Za-z_][A-Za-z0-9_]*)%/.exec(text.slice(at, at + 100)) : null
    if (name?.[1]) {
      chars.push([unknown(name[1]), at])
      at += name[0].length - 1
      continue
    }
    if (char === '"') quoted = !quoted
    chars.push([char, at])
  }
  return chars
}

function toWords(chars: readonly Placed[]): Word[] {
  const words: Word[] = []
  let word: { text: string; start: number } | null = null
  let quoted = false
  let end = 0
  const add = (text: string, at: number) => {
    word ??= { text: '', start: at }
    word.text += text
  }
  const close = () => {
    if (word) words.push({ ...word, end })
    word = null
  }
  for (let index = 0; index < chars.length; index += 1) {
    const [char, at] = chars[index] ?? ['', 0]
    if (!quoted && /^\s$/.test(char)) {
      close()
      continue
    }
    end = at + 1
    if (char === '\\') {
      let count = 1
      while (chars[index + count]?.[0] === '\\') count += 1
      const beforeQuote = chars[index + count]?.[0] === '"'
      add('\\'.repeat(beforeQuote ? count >> 1 : count), at)
      if (beforeQuote && count % 2 === 1) {
        add('"', at)
        index += count
      } else index += count - 1
    } else if (char === '"') {
      add('', at)
      if (quoted && chars[index + 1]?.[0] === '"') {
        add('"', at)
        index += 1
      } else quoted = !quoted
    } else add(char, at)
  }
  close()
  return words
}
