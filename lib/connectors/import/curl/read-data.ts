import type { ReportLine, Span } from '../types'
import type { GivenOption } from './read-options'

export interface GivenData {
  /** Something was to be sent, whether it is known or lies in files: it decides on the verb. */
  given: boolean
  /** What is sent, or with `-G` what is added to the query. Null when nothing is. */
  body: string | null
  /** `-F`: curl would send multipart/form-data. Null when there is none, or none that is not a file. */
  fields: [name: string, value: string][] | null
  at: Span
}

const DATA = new Set(['data', 'data-ascii', 'data-binary', 'data-raw', 'data-urlencode', 'json'])

/** Joins what the data options of a command send, by the rules of each. Files are named in the report, not read. */
export function readData(options: readonly GivenOption[], stdin: string | null, report: ReportLine[]): GivenData {
  const parts: string[] = []
  const fields: [string, string][] = []
  let [given, multipart] = [false, false]
  let at: Span = { start: 0, end: 0 }
  for (const option of options) {
    const { name } = option.option
    if (name === 'form' || name === 'form-string') {
      multipart = true
      at = option.valueAt
      const field = readField(option, report)
      if (field) fields.push(field)
    }
    if (!DATA.has(name)) continue
    const part = name === 'data-urlencode' ? urlEncoded(option, report) : plain(option, stdin, report)
    if (!given) at = option.valueAt
    given = true
    if (part === null) continue
    // Several --json are pieces of one document.
    if (name === 'json' && parts.length > 0) parts.push((parts.pop() ?? '') + part)
    else parts.push(part)
  }
  const asForm = multipart && !given
  const known = asForm ? fields.length > 0 : parts.length > 0
  if ((multipart || given) && !known) {
    const message = 'All of it would come from files, so the step has no payload. Write it in the step.'
    report.push({ tone: 'left', what: 'payload', message, at })
  }
  return {
    given: multipart || given,
    body: known && !asForm ? parts.join('&') : null,
    fields: known && asForm ? fields : null,
    at,
  }
}

/** One `--data-urlencode` or `--url-query`: `content`, `=content`, `name=content`; those of a file are left out. */
export function urlEncoded({ value, what, valueAt: at }: GivenOption, report: ReportLine[]): string | null {
  const [, name = '', separator, content = ''] = /^([^=@]*)([=@])([\s\S]*)$/.exec(value) ?? []
  if (separator === undefined) return encode(value)
  if (separator === '@') {
    report.push({ tone: 'left', what, message: 'Files are not read. Paste what it holds into the payload.', at })
    return null
  }
  return name === '' ? encode(content) : `${name}=${encode(content)}`
}

function plain(
  { option, value, what, valueAt: at }: GivenOption,
  stdin: string | null,
  report: ReportLine[],
): string | null {
  if (option.name === 'data-raw' || !value.startsWith('@')) return value
  if (value === '@-' && stdin !== null)
    return option.name === 'data' || option.name === 'data-ascii' ? stdin.replace(/[\r\n\0]/g, '') : stdin
  report.push({ tone: 'left', what, message: 'Files are not read. Paste what it holds into the payload.', at })
  return null
}

function readField({ option, value, what, valueAt: at }: GivenOption, report: ReportLine[]): [string, string] | null {
  const equals = value.indexOf('=')
  const left = (message: string) => {
    report.push({ tone: 'left', what, message, at })
    return null
  }
  if (equals < 1) return left('This is no field: a name and = are missing.')
  const [name, content] = [value.slice(0, equals), value.slice(equals + 1)]
  if (option.name === 'form-string') return [name, content]
  if (/^[@<]/.test(content)) return left('Files are not read, and a connector sends none.')
  if (content.startsWith('(') || name === '=') return left('Nested parts are not sent.')
  // `;type=` and the like are about the part; in quotes a semicolon is text.
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(content)?.[1]
  return [
    name,
    quoted === undefined
      ? content.replace(/;(type|filename|encoder|headers)=.*$/s, '')
      : quoted.replace(/\\(.)/g, '$1'),
  ]
}

// As curl does: all but letters, digits and -._~; what only the shell knew is encoded when it is sent.
function encode(text: string): string {
  return text
    .toWellFormed()
    .split(/(\uE000[^\uE001]*\uE001)/)
    .map((piece) =>
      piece.startsWith('\uE000')
        ? piece
        : encodeURIComponent(piece).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('')
}
