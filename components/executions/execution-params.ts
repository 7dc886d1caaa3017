import {
  createLoader,
  type inferParserType,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { type ExecutionFilter, executionStatuses, executionTriggers } from '@/lib/runner/types'

export const timeRanges = ['hour', 'day', 'week', 'month', 'custom'] as const
export type TimeRange = (typeof timeRanges)[number]

/** What may have become of an execution's asynchronous calls. */
export const asyncStates = ['failed'] as const
export type AsyncState = (typeof asyncStates)[number]

/** The filters of the list of executions, as the page's address holds them. */
export const executionParams = {
  flow: parseAsString,
  /** `draft` or a number. */
  version: parseAsString,
  status: parseAsStringLiteral(executionStatuses),
  trigger: parseAsStringLiteral(executionTriggers),
  async: parseAsStringLiteral(asyncStates),
  q: parseAsString,
  range: parseAsStringLiteral(timeRanges),
  /** Of the range `custom`. */
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
}
export type ExecutionParams = inferParserType<typeof executionParams>

/** Reads the filters from a page's search parameters; what makes no sense does not narrow. */
export const loadExecutionParams = createLoader(executionParams)

const HOUR_MS = 3_600_000
const rangeMs: Readonly<Record<Exclude<TimeRange, 'custom'>, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
}

/**
 * What to ask the server for. A range such as the last hour is counted back from now, so that a kept address stays true.
 * @param now milliseconds since the epoch
 */
export function toExecutionFilter(params: ExecutionParams, now: number): ExecutionFilter {
  const { flow, status, trigger, q, range, from, to } = params
  const version = toVersion(params.version)
  const filter: ExecutionFilter = {}
  if (flow) filter.flow = flow
  if (version !== null) filter.version = version
  if (status) filter.status = status
  if (trigger) filter.trigger = trigger
  if (params.async === 'failed') filter.asyncFailed = true
  if (q?.trim()) filter.text = q.trim().slice(0, 200)
  if (range === 'custom') {
    if (from) filter.from = from.toISOString()
    if (to) filter.to = to.toISOString()
  } else if (range) {
    filter.from = new Date(now - rangeMs[range]).toISOString()
  }
  return filter
}

/** Whether anything is filtered out. */
export function isFiltered(params: ExecutionParams): boolean {
  return Object.keys(toExecutionFilter(params, 0)).length > 0
}

export function toVersion(text: string | null): number | 'draft' | null {
  if (text === 'draft') return 'draft'
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}
