import { httpVerbs } from '@/lib/steps/connector/types/http'
import { MAX_RETRY_ATTEMPTS } from '../../http/retry/schema'
import { nameCall } from '../names'
import type { ImportedConnector, ImportedStep, ReportLine, Span } from '../types'
import { isForCmd, splitCmdWords } from './cmd-words'
import { toTemplateText } from './dynamic'
import { readAuthentication } from './read-authentication'
import { readData, urlEncoded } from './read-data'
import { readHeaders } from './read-headers'
import { type GivenOption, readOptions, type Transfer } from './read-options'
import { readPayload } from './read-payload'
import { sayUnused } from './say-unused'
import { sayVariables } from './say-variables'
import { type Command, splitShellWords, type Word } from './shell-words'
import { splitUrl } from './split-url'

export const MOST_CURL_CHARACTERS = 1024 * 1024

/** What a curl command comes to. `call` is null when the report holds an error. */
export interface CurlImport {
  call: { connector: ImportedConnector; step: ImportedStep } | null
  report: ReportLine[]
}

/**
 * Reads a curl command, as documentation and browsers write it, into a connector and a step: pure, never throws,
 * nothing is sent or looked up. Credentials become the connector's authentication and are in no message. Whatever is
 * not taken over is named in the report.
 */
export function readCurl(text: string): CurlImport {
  if (text.length > MOST_CURL_CHARACTERS) return fail('The text is larger than 1 MB. Shorten its payload.')
  const command = isForCmd(text) ? splitCmdWords(text) : splitShellWords(text)
  const report = [...command.report]
  const words = withoutProgram(command, report)
  if (!words) return { call: null, report }
  const [transfer, ...others] = readOptions(words, report)
  for (const { urls, options } of others) {
    const [first] = urls.length > 0 ? urls : options
    if (first)
      report.push({ tone: 'left', what: '--next', message: 'Only the first request is read.', at: spanOf(first) })
  }
  const call = transfer ? readTransfer(transfer, command.stdin, report) : null
  if (call) sayVariables(call, command, text, report)
  const order = report.toSorted((one, other) => (one.at?.start ?? 0) - (other.at?.start ?? 0))
  return { call: order.some(({ tone }) => tone === 'error') ? null : call, report: order }
}

function readTransfer(
  { options: all, urls }: Transfer,
  stdin: string | null,
  report: ReportLine[],
): CurlImport['call'] {
  const options = all.filter(({ negated }) => !negated)
  sayUnused(all, report)
  const [url, ...moreUrls] = urls
  for (const more of moreUrls) {
    const looks = /^https?:/i.test(more.text)
    const message = looks ? 'Only the first URL is read.' : 'It stands where a URL is expected. Are quotes missing?'
    report.push({ tone: 'left', what: looks ? 'URL' : 'argument', message, at: spanOf(more) })
  }
  if (!url) {
    report.push({ tone: 'error', what: 'URL', message: 'The command has no URL. Was it cut off?', at: null })
    return null
  }
  const has = (name: string) => options.some(({ option }) => option.name === name)
  const data = readData(options, stdin, report)
  const inQuery = has('get') && data.body !== null
  const queries = options.flatMap((option) =>
    option.option.name === 'url-query' ? (queryOf(option, report) ?? []) : [],
  )
  const split = splitUrl(
    url,
    { queries: inQuery ? [...queries, data.body ?? ''] : queries, globoff: has('globoff') },
    report,
  )
  if (!split) return null
  const insecure = options.find(({ option }) => option.name === 'insecure')
  if (insecure) {
    const message =
      'The connector trusts any certificate, so that anyone on the way can read along. Switch it off if you can.'
    report.push({ tone: 'changed', what: insecure.what, message, at: spanOf(insecure), ofNewConnector: true })
  }
  const given = readHeaders(options, report)
  const userInfo = split.userInfo === null ? null : { text: split.userInfo, at: spanOf(url) }
  const signIn = readAuthentication(options, given.headers, userInfo, split.host, report)
  const contentType = given.headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? null
  const body = inQuery ? null : data.body
  const action = readAction(options, data.given && !has('get'), report)
  const sent = readBody(action, body, data, contentType, report)

  const headers = signIn.headers.filter(({ name }) => name.toLowerCase() !== 'content-type')
  const rows = headers.map(({ name, value }) => ({ key: name, value: toTemplateText(value) }))
  if (sent?.contentType) rows.push({ key: 'Content-Type', value: toTemplateText(sent.contentType) })
  return {
    connector: {
      name: split.host.slice(0, 100),
      baseUrl: split.baseUrl,
      authentication: signIn.authentication,
      headers: rows,
      insecure: insecure !== undefined,
      retry: readRetry(options, report),
    },
    step: {
      ...nameCall(action, split.endpoint),
      action,
      endpoint: split.endpoint,
      ...(sent ? { payload: sent.payload } : {}),
      ...readTimeout(options, report),
    },
  }
}

function readAction(options: readonly GivenOption[], hasBody: boolean, report: ReportLine[]): string {
  const has = (name: string) => options.some(({ option }) => option.name === name)
  const given = options.findLast(({ option }) => option.name === 'request')
  if (!given) return has('head') ? 'HEAD' : has('upload-file') ? 'PUT' : hasBody ? 'POST' : 'GET'
  const verb = given.value.toUpperCase()
  if (!httpVerbs.some((action) => action === verb)) {
    const message = `Connectors send ${httpVerbs.join(', ')}, and no other verb.`
    report.push({ tone: 'error', what: given.what, message, at: given.valueAt })
  } else if (verb !== given.value)
    report.push({
      tone: 'changed',
      what: given.what,
      message: 'The verb is sent in capital letters.',
      at: given.valueAt,
    })
  return verb
}

function readBody(
  action: string,
  body: string | null,
  { fields, at }: ReturnType<typeof readData>,
  contentType: string | null,
  report: ReportLine[],
): ReturnType<typeof readPayload> | null {
  if (body === null && fields === null) {
    if (contentType !== null)
      report.push({ tone: 'noEffect', what: 'Content-Type', message: 'Nothing is sent that has a type.', at: null })
    return null
  }
  if (action === 'GET' || action === 'HEAD') {
    report.push({
      tone: 'left',
      what: 'payload',
      message: `${action} sends no payload. Choose another verb, if the API takes one.`,
      at,
    })
    return null
  }
  if (fields === null) return readPayload(body ?? '', contentType, at, report)
  const message =
    'curl would send multipart/form-data. Its fields are sent as an ordinary form, which many APIs take too.'
  report.push({ tone: 'changed', what: '-F', message, at })
  const encoded = fields.map(([name, value]) => `${encodeField(name)}=${encodeField(value)}`).join('&')
  return readPayload(encoded, null, at, report)
}

function encodeField(text: string): string {
  return text.replace(/[%&=+]/g, encodeURIComponent)
}

function readRetry(options: readonly GivenOption[], report: ReportLine[]): { attempts: number } | null {
  const given = options.findLast(({ option }) => option.name === 'retry')
  const times = given && /^\d{1,6}$/.test(given.value) ? Number(given.value) : 0
  if (!given || times === 0) return null
  const attempts = Math.min(MAX_RETRY_ATTEMPTS, times + 1)
  const message = `It is sent at most ${attempts} times, after a lost connection, 429, 502, 503 or 504. POST and PATCH are not repeated unless the connector names them.`
  report.push({ tone: 'changed', what: given.what, message, at: given.valueAt, ofNewConnector: true })
  return { attempts }
}

function readTimeout(options: readonly GivenOption[], report: ReportLine[]): { timeoutSeconds?: number } {
  const given = options.findLast(({ option }) => option.name === 'max-time')
  if (!given) return {}
  const { value, what, valueAt: at } = given
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0
  if (seconds === 0) return {}
  const timeoutSeconds = Math.min(120, Math.max(1, Math.ceil(seconds)))
  if (timeoutSeconds !== seconds)
    report.push({
      tone: 'changed',
      what,
      message: `A timeout is 1 to 120 whole seconds; it became ${timeoutSeconds}.`,
      at,
    })
  return { timeoutSeconds }
}

function queryOf(option: GivenOption, report: ReportLine[]): string | null {
  return option.value.startsWith('+') ? option.value.slice(1) : urlEncoded(option, report)
}

/** The words behind `curl`; null when the command is another one. */
function withoutProgram({ words }: Command, report: ReportLine[]): Word[] | null {
  // A prompt, and variables that are set for this one command.
  const isProgram = ({ text }: Word) => /(^|[\\/])curl(\.exe)?$/i.test(text)
  const at = words.findIndex((word) => !/^([$%>]|[A-Za-z_]\w*=[\s\S]*|sudo|time)$/.test(word.text))
  const first = words[at]
  for (const word of words.slice(0, Math.max(0, at))) {
    if (!word.text.includes('=')) continue
    const [name = ''] = word.text.split('=', 1)
    report.push({ tone: 'left', what: name, message: 'Variables are not expanded.', at: spanOf(word) })
  }
  if (first && isProgram(first)) return words.slice(at + 1)
  const message = /^(invoke-webrequest|iwr|invoke-restmethod|irm|\uE000session\uE001.*)$/i.test(first?.text ?? '')
    ? 'This is a command of PowerShell. Copy it as cURL (bash) or cURL (cmd).'
    : words.length === 0
      ? 'Paste a command that begins with curl.'
      : 'The command has to begin with curl.'
  report.push({ tone: 'error', what: 'curl', message, at: first ? spanOf(first) : null })
  return null
}

function fail(message: string): CurlImport {
  return { call: null, report: [{ tone: 'error', what: 'curl', message, at: null }] }
}

function spanOf({ start, end }: Span): Span {
  return { start, end }
}
