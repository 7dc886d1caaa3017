import { z } from 'zod'
import { type Json, jsonSchema } from '../../../language/json'
import { templateError } from '../../../language/template'
import { jsonTemplates } from '../../definition'
import { templateText } from '../../fields'
import type { ConnectorStepType, Repetition } from './type'

/** The verbs of the Generic HTTP connector. */
export const httpVerbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const
export type HttpVerb = (typeof httpVerbs)[number]

// RFC 9110 sections 9.2.1 and 9.2.2.
const repetitions: Readonly<Record<HttpVerb, Repetition>> = {
  GET: 'safe',
  POST: 'unsafe',
  PUT: 'idempotent',
  PATCH: 'unsafe',
  DELETE: 'idempotent',
  HEAD: 'safe',
}

/** A step that sends a request by a Generic HTTP connector. */
export const httpStepType: ConnectorStepType = {
  actions: httpVerbs.map((id) => ({ id, label: `${id} request`, repetition: repetitions[id] })),
  events: ['httpError', 'connectorExecution'],
  results: ['statusCode'],
  create: (action) => ({ action, endpoint: '/' }),
  publishableSchema: z.looseObject({
    action: z.enum(httpVerbs, 'Choose a verb.'),
    endpoint: templateText(8_000).superRefine(checkEndpoint).default(''),
    payload: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('json'),
          value: jsonSchema.superRefine((value, context) => checkJson(value, [], context)),
        }),
        z.strictObject({
          type: z.literal('form'),
          value: z.record(z.string().min(1, 'Give the field a name.'), templateText()),
        }),
        z.strictObject({ type: z.literal('text'), value: templateText(100_000) }),
      ])
      .optional(),
  }),
  templates: ({ endpoint = '', payload }) => [
    { at: ['endpoint'], text: endpoint },
    ...(payload ? jsonTemplates(payload.value, ['payload', 'value']) : []),
  ],
  toCall: ({ action, endpoint = '', payload, timeoutSeconds }) => ({
    action,
    endpoint,
    payload: payload ?? null,
    timeoutSeconds: timeoutSeconds ?? null,
  }),
  summary: ({ action, endpoint = '' }) => `${action} ${endpoint}`,
}

/** The endpoint can never move the request: its literal text is checked here, its values when the request is built. */
function checkEndpoint(endpoint: string, context: z.RefinementCtx): void {
  const message = endpointError(endpoint)
  if (message) context.addIssue({ code: 'custom', message })
}

/** What is wrong with an endpoint's literal text, or null. */
export function endpointError(endpoint: string): string | null {
  // The backslash of `\{{`, two literal braces, is none of the address.
  const literal = endpoint.replaceAll('\\{{', '{{')
  if (/^[a-z][a-z0-9+.-]*:/i.test(endpoint) || endpoint.startsWith('//') || literal.startsWith('\\')) {
    return 'Give a path below the connector\u2019s base URL, for example /customers?email={{form.email}}. The host comes from the connector.'
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(literal)) return 'Remove line breaks, control characters and backslashes.'
  const [path = ''] = endpoint.split(/[?#]/, 1)
  if (path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
    return 'Remove the . and .. segments: they would leave the base URL.'
  if (/#/.test(endpoint)) return 'Remove the # part: it is never sent. Write %23 for a literal #.'
  if (/\s/.test(endpoint.replace(/(?<!\\)\{\{[^}]*\}\}/g, ''))) return 'Remove the spaces, or write %20.'
  return null
}

/** Every text of a JSON value must be a template, with the message at its place. */
export function checkJson(value: Json, at: (string | number)[], context: z.RefinementCtx): void {
  for (const use of jsonTemplates(value, at)) {
    const message = templateError(use.text)
    if (message) context.addIssue({ code: 'custom', path: use.at, message })
  }
}
