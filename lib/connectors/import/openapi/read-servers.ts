import { isJsonObject, type Json, type JsonObject } from '@/lib/language/json'
import type { ReportLine } from '../types'
import { own, ownList, ownText } from './references'

const MOST_SERVERS = 50

/** The servers of a document as base URLs, their variables filled in with their defaults. At least one. */
export function readServers(value: Json | undefined, report: ReportLine[]): { url: string; description: string }[] {
  const servers = (Array.isArray(value) ? value : []).slice(0, MOST_SERVERS).flatMap((server) => {
    const url = isJsonObject(server) ? ownText(server, 'url') : undefined
    if (!isJsonObject(server) || url === undefined) return []
    const filled = fillIn(url, server).replace(/[?#].*$/s, '')
    // A document may be served by the API itself; where that is only its reader knows.
    const absolute = /^https?:\/\/[^/]/i.test(filled)
    const base = absolute
      ? filled.replace(/\/+$/, '')
      : `https://<host>${filled === '/' ? '' : filled.replace(/\/+$/, '')}`
    return [
      { url: base.replace(/\{([^{}]*)\}/g, '<$1>'), description: (ownText(server, 'description') ?? '').slice(0, 200) },
    ]
  })
  if (servers.length === 0) servers.push({ url: 'https://<host>', description: '' })
  if (servers.every(({ url }) => url.includes('<'))) {
    const message = 'The document does not say where the API is. Write its host into the base URL.'
    report.push({ tone: 'changed', what: 'servers', message, at: null })
  }
  return [...new Map(servers.map((server) => [server.url, server])).values()]
}

function fillIn(url: string, server: JsonObject): string {
  const variables = own(server, 'variables')
  return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const variable = isJsonObject(variables) ? own(variables, name) : undefined
    if (!isJsonObject(variable)) return whole
    const [first] = ownList(variable, 'enum')
    const value = own(variable, 'default') ?? first
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
  })
}
