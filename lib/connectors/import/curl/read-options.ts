import type { ReportLine, Span } from '../types'
import { type CurlOption, curlLetters, curlOptions } from './options'
import type { Word } from './shell-words'

/** One option as it was given. */
export interface GivenOption extends Span {
  option: CurlOption
  /** As it was written, without its value: `-H`, `--data`. */
  what: string
  /** Empty when the option takes none. */
  value: string
  /** Of the value, for messages about it. */
  valueAt: Span
  /** `--no-…` */
  negated: boolean
}

/** What one transfer was given: curl begins a new one at `--next`. */
export interface Transfer {
  options: GivenOption[]
  urls: Word[]
}

/**
 * Reads words by the grammar of curl: short letters combined, a value joined or as the next word, `--no-…`,
 * unambiguous beginnings of long names as curl took them until 8.9, `--name=value` that newer ones take, `--`.
 */
export function readOptions(words: readonly Word[], report: ReportLine[]): Transfer[] {
  const transfers: Transfer[] = []
  let transfer: Transfer = { options: [], urls: [] }
  let onlyUrls = false
  let index = 0
  const take = (option: CurlOption, what: string, word: Word, joined: string | null, negated = false) => {
    let value = joined ?? ''
    let valueAt: Span = word
    if (option.takesValue && joined === null) {
      const next = words[index + 1]
      if (next) {
        index += 1
        value = next.text
        valueAt = next
      } else {
        report.push({
          tone: 'error',
          what,
          message: 'A value has to follow. Was the command cut off?',
          at: spanOf(word),
        })
      }
    }
    if (option.name === 'next') {
      transfers.push(transfer)
      transfer = { options: [], urls: [] }
      return
    }
    if (option.name === 'url') return transfer.urls.push({ text: value, ...spanOf(valueAt) })
    const place = { start: word.start, end: Math.max(word.end, valueAt.end) }
    transfer.options.push({ option, what, value, valueAt: spanOf(valueAt), negated, ...place })
  }
  for (; index < words.length; index += 1) {
    const word = words[index]
    if (!word) break
    const { text } = word
    if (onlyUrls || !text.startsWith('-') || text === '-') transfer.urls.push(word)
    else if (text === '--') onlyUrls = true
    else if (text.startsWith('--')) readLong(word, take, report)
    else readShort(word, take, report)
  }
  transfers.push(transfer)
  return transfers
}

type Take = (option: CurlOption, what: string, word: Word, joined: string | null, negated?: boolean) => void

function readLong(word: Word, take: Take, report: ReportLine[]): void {
  const given = word.text.slice(2)
  const equals = given.indexOf('=')
  const name = equals < 0 ? given : given.slice(0, equals)
  const found = findLong(name)
  // Only the name is repeated: what stands behind = may be a credential.
  if (!found || (equals >= 0 && !found.option.takesValue)) unknownOption(`--${name}`, word, report)
  else {
    if (name.startsWith('expand-') && found.option.use === 'mapped') {
      const message = 'curl\u2019s own variables, {{name}}, are not expanded. Write their values.'
      report.push({ tone: 'changed', what: `--${name}`, message, at: spanOf(word) })
    }
    take(found.option, `--${name}`, word, equals < 0 ? null : given.slice(equals + 1), found.negated)
  }
}

function findLong(name: string): { option: CurlOption; negated: boolean } | null {
  const exact = curlOptions.get(name)
  if (exact) return { option: exact, negated: false }
  if (name.startsWith('no-')) {
    const positive = curlOptions.get(name.slice(3))
    if (positive && !positive.takesValue) return { option: positive, negated: true }
  }
  // Every long option that takes a value has a second form, whose value holds curl's variables (8.3).
  const expanded = name.startsWith('expand-') ? curlOptions.get(name.slice(7)) : undefined
  if (expanded?.takesValue) return { option: expanded, negated: false }
  if (name.length < 3) return null
  const begun = [...curlOptions.values()].filter((option) => option.name.startsWith(name))
  return begun.length === 1 && begun[0] ? { option: begun[0], negated: false } : null
}

function readShort(word: Word, take: Take, report: ReportLine[]): void {
  const { text } = word
  for (let at = 1; at < text.length; at += 1) {
    const letter = text.charAt(at)
    const option = curlLetters.get(letter)
    if (!option) {
      // What follows may be a value, which must not be repeated.
      unknownOption(`-${letter}`, word, report)
      return
    }
    if (option.takesValue) {
      const joined = text.slice(at + 1)
      take(option, `-${letter}`, word, joined === '' ? null : joined)
      return
    }
    take(option, `-${letter}`, word, null)
  }
}

function unknownOption(what: string, word: Word, report: ReportLine[]): void {
  const message = 'curl documents no such option. It was left out; check how it is spelt.'
  report.push({ tone: 'left', what: what.slice(0, 60), message, at: spanOf(word) })
}

function spanOf({ start, end }: Span): Span {
  return { start, end }
}
