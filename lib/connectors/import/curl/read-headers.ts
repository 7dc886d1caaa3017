import type { ReportLine, Span } from '../types'
import type { GivenOption } from './read-options'

export interface GivenHeader {
  name: string
  value: string
  at: Span
}

export interface GivenHeaders {
  /** In order, each name once. */
  headers: GivenHeader[]
  /** Names that curl was told to leave out, in lower case. */
  removed: Set<string>
}

const OWN =
  /^(content-length|transfer-encoding|connection|keep-alive|proxy-connection|te|trailer|upgrade|expect|accept-encoding)$/
const BROWSER = /^(sec-.*|priority|dnt|upgrade-insecure-requests|authority|:.*)$/

/** Reads `-H` and the options that stand for a header, by the forms that curl knows: `Name: value`, `Name:`, `Name;`. */
export function readHeaders(options: readonly GivenOption[], report: ReportLine[]): GivenHeaders {
  const headers = new Map<string, GivenHeader>()
  const removed = new Set<string>()
  const set = (name: string, value: string, at: Span, join: string | null) => {
    const key = name.toLowerCase()
    const before = headers.get(key)
    if (before && join !== null) {
      const message = 'It is given twice. Both values were joined in one header.'
      report.push({ tone: 'changed', what: name, message, at })
      headers.set(key, { ...before, value: `${before.value}${join}${value}` })
    } else headers.set(key, { name, value, at })
  }
  for (const { option, value, valueAt: at } of options) {
    if (option.name === 'user-agent') set('User-Agent', value, at, null)
    if (option.name === 'referer') set('Referer', value.replace(/;auto$/, ''), at, null)
    if (option.name === 'range') set('Range', `bytes=${value}`, at, null)
    if (option.name === 'cookie') readCookie(value, at, set, report)
    if (option.name === 'json') {
      for (const name of ['Content-Type', 'Accept'])
        if (!headers.has(name.toLowerCase())) set(name, 'application/json', at, null)
    }
    if (option.name === 'header') readHeader(value, at, set, removed, report)
  }
  return { headers: [...headers.values()].filter((header) => isKept(header, report)), removed }
}

type SetHeader = (name: string, value: string, at: Span, join: string | null) => void

function readHeader(text: string, at: Span, set: SetHeader, removed: Set<string>, report: ReportLine[]): void {
  if (text.startsWith('@')) {
    report.push({
      tone: 'left',
      what: '-H @…',
      message: 'Files are not read. Write its headers into the connector.',
      at,
    })
    return
  }
  // A name that begins with a colon is one of HTTP/2.
  const colon = text.indexOf(':', 1)
  if (colon > 0) {
    const name = text.slice(0, colon).trim()
    const value = text.slice(colon + 1).trim()
    if (value !== '')
      set(name, value, at, name.toLowerCase() === 'content-type' ? null : name.toLowerCase() === 'cookie' ? '; ' : ', ')
    else {
      removed.add(name.toLowerCase())
      const message = 'It tells curl to leave out a header of its own. Patchbay sends none that was not set.'
      report.push({ tone: 'noEffect', what: `${name.slice(0, 60)}:`, message, at })
    }
  } else if (/;\s*$/.test(text)) set(text.replace(/;\s*$/, '').trim(), '', at, null)
  else
    report.push({
      tone: 'left',
      what: '-H',
      message: 'This is no header: a colon is missing. curl leaves it out too.',
      at,
    })
}

function readCookie(value: string, at: Span, set: SetHeader, report: ReportLine[]): void {
  if (value.includes('=')) set('Cookie', value, at, '; ')
  else {
    const message = 'Cookie files are not read. Give the cookies as the header Cookie.'
    report.push({ tone: 'left', what: '-b', message, at })
  }
}

function isKept({ name, at }: GivenHeader, report: ReportLine[]): boolean {
  const key = name.toLowerCase()
  const say = (tone: ReportLine['tone'], message: string) => {
    report.push({ tone, what: name.slice(0, 60), message, at })
    return false
  }
  if (key === 'host') return say('left', 'The host follows from the base URL.')
  if (OWN.test(key)) return say('noEffect', 'Patchbay sets this header itself.')
  if (BROWSER.test(key)) return say('noEffect', 'Only a browser sends this header.')
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name)) return say('left', 'This is no name of a header.')
  return true
}
