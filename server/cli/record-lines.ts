import { z } from 'zod'
import { type Json, jsonSchema } from '@/lib/language/json'
import { style } from './output'

const headers = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const part = {
  headers: headers.default({}),
  body: jsonSchema.nullish(),
  bodySize: z.number().optional(),
  bodyTruncated: z.boolean().optional(),
}

const bodyOnly = z
  .object({ body: jsonSchema.nullish(), bodySize: z.number().optional(), bodyTruncated: z.boolean().optional() })
  .optional()

/** What is printed of a connector call's record; a record of another shape is printed as JSON. */
const recordSchema = z.object({
  request: z.object({ method: z.string(), url: z.string(), ...part }).optional(),
  response: z.object({ status: z.number(), statusText: z.string().default(''), ...part }).nullish(),
  sql: z
    .object({
      server: z.string(),
      statement: z.string(),
      parameters: z.array(jsonSchema),
      rowCount: z.number().optional(),
      result: bodyOnly,
    })
    .nullish(),
  smtp: z
    .object({ server: z.string(), to: z.array(z.string()), subject: z.string(), answer: z.string().optional() })
    .nullish(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullish() }).nullish(),
  timings: z.record(z.string(), z.number().nullable()).nullish(),
  warnings: z.array(z.object({ message: z.string() })).default([]),
})

const MAX_BODY_LINES = 60

/** A connector call as it is printed: what was sent, what came back and how long it took. */
export function recordLines(record: Json, failure?: { code: string; message: string } | null): string[] {
  const parsed = recordSchema.safeParse(record)
  if (!parsed.success) return JSON.stringify(record, null, 2).split('\n')
  const { request, response, sql, smtp, error, timings, warnings } = parsed.data
  const lines: string[] = []
  if (request) {
    lines.push(`${style('cyan', '>')} ${style('bold', `${request.method} ${request.url}`)}`)
    lines.push(...partLines('>', request))
  }
  if (response) {
    const color = response.status < 300 ? 'green' : response.status < 400 ? 'yellow' : 'red'
    lines.push(
      `${style('cyan', '<')} ${style(color, `${response.status} ${response.statusText}`.trimEnd())}${timeText(timings)}`,
    )
    lines.push(...partLines('<', response))
  }
  if (sql) {
    lines.push(`${style('cyan', '>')} ${style('bold', sql.server)}`)
    lines.push(...sql.statement.split('\n').map((line) => `${style('cyan', '>')} ${line}`))
    if (sql.parameters.length > 0) lines.push(`${style('cyan', '>')} ${style('dim', JSON.stringify(sql.parameters))}`)
    if (sql.rowCount !== undefined) {
      const rows = sql.rowCount === 1 ? '1 row' : `${sql.rowCount} rows`
      lines.push(`${style('cyan', '<')} ${style('green', rows)}${timeText(timings)}`)
      lines.push(...partLines('<', { headers: {}, ...sql.result }))
    }
  }
  if (smtp) {
    lines.push(`${style('cyan', '>')} ${style('bold', `Mail by ${smtp.server} to ${smtp.to.join(', ')}`)}`)
    lines.push(`${style('cyan', '>')} ${style('dim', `Subject: ${smtp.subject}`)}`)
    if (smtp.answer) lines.push(`${style('cyan', '<')} ${style('green', smtp.answer)}${timeText(timings)}`)
  }
  const shown = error ?? (response ? null : failure)
  if (shown) {
    const time = response ? '' : timeText(timings)
    lines.push(style('red', `${shown.code}: ${shown.message}`) + time)
    if (error?.hint) lines.push(style('yellow', error.hint))
  }
  for (const warning of warnings) lines.push(style('yellow', `warning: ${warning.message}`))
  return lines
}

interface Part {
  headers: Record<string, string | string[]>
  body?: Json | undefined
  bodySize?: number | undefined
  bodyTruncated?: boolean | undefined
}

function partLines(sign: string, { headers, body, bodySize, bodyTruncated }: Part): string[] {
  const lead = style('cyan', sign)
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => `${lead} ${style('dim', `${name}: ${one}`)}`),
  )
  if (body === null || body === undefined || body === '') return lines
  const shown = bodyText(body).split('\n')
  lines.push(...shown.slice(0, MAX_BODY_LINES).map((line) => `${lead} ${line}`))
  if (shown.length > MAX_BODY_LINES)
    lines.push(`${lead} … ${shown.length - MAX_BODY_LINES} more lines; --json prints all`)
  if (bodyTruncated) lines.push(`${lead} … cut; the whole body has ${bodySize ?? 'more'} bytes`)
  return lines
}

function bodyText(body: Json): string {
  if (typeof body !== 'string') return JSON.stringify(body, null, 2)
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : body
  } catch {
    return body
  }
}

function timeText(timings: Record<string, number | null> | null | undefined): string {
  const total = timings?.total
  return typeof total === 'number' ? style('dim', `  ${Math.round(total)} ms`) : ''
}
