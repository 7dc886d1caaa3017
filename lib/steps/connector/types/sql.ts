import { z } from 'zod'
import { type Json, jsonSchema } from '../../../language/json'
import { parsePath } from '../../../language/path'
import { jsonTemplates } from '../../definition'
import { checkJson } from './http'
import type { ConnectorStepType } from './type'

/** Its connector tells whether it may change something. */
export const EXECUTE_QUERY = 'executeQuery'

/** A step that runs one statement by a SQL connector. */
export const sqlStepType: ConnectorStepType = {
  actions: [{ id: EXECUTE_QUERY, label: 'Execute Query', repetition: 'unsafe' }],
  events: ['connectorExecution'],
  results: ['rows', 'rowCount'],
  create: (action) => ({ action, sql: { query: '', parameters: [] } }),
  publishableSchema: z.looseObject({
    sql: z
      .strictObject({
        query: z
          .string()
          .max(20_000, 'Use at most 20,000 characters.')
          .superRefine((query, context) => {
            const message = queryError(query)
            if (message) context.addIssue({ code: 'custom', message })
          }),
        parameters: z
          .array(jsonSchema.superRefine((value, context) => checkJson(value, [], context)))
          .max(100, 'Use at most 100 parameters.'),
      })
      .default({ query: '', parameters: [] })
      .superRefine(({ query }, context) => {
        // A default is not checked by the schema that it stands for.
        if (query === '') context.addIssue({ code: 'custom', path: ['query'], message: EMPTY })
      }),
  }),
  // The query itself is none: it is sent as it is written.
  templates: ({ sql }) => jsonTemplates(sql?.parameters ?? [], ['sql', 'parameters']),
  toCall: ({ action, sql, timeoutSeconds }) => ({
    action,
    sql: sql ?? { query: '', parameters: [] },
    timeoutSeconds: timeoutSeconds ?? null,
  }),
  summary: ({ sql }) => sql?.query.replace(/\s+/g, ' ').trim() || 'No query yet',
}

const EMPTY = 'Write the query, for example SELECT * FROM customers WHERE email = $1.'

/** What is wrong with the text of a query, or null. */
export function queryError(query: string): string | null {
  if (query.includes('\u0000')) return 'Remove the NUL character.'
  const placeholder = [...query.matchAll(/\{\{([^{}]*)\}\}/g)].find((match) => parsePath((match[1] ?? '').trim()))
  if (!placeholder) return query.trim() === '' && query !== '' ? EMPTY : null
  return `A dynamic value may not stand in the query, which it could change. Write $1 (MySQL: ?) in the place of ${placeholder[0]}, and ${placeholder[0]} as a parameter.`
}

/** A parameter as it is typed: JSON as such, all else as text; text that would read as JSON stands in quotes. */
export function readParameter(text: string): Json {
  return parseJson(text) ?? text
}

/** The same the other way round. */
export function writeParameter(value: Json): string {
  return typeof value === 'string' && parseJson(value) === undefined ? value : JSON.stringify(value)
}

function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
