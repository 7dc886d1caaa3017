import { z } from 'zod'
import { type Json, jsonSchema } from '../../language/json'
import { templateError } from '../../language/template'
import { jsonTemplates, type Port, type StepDefinition } from '../definition'
import { keyName, publishableName, templateText } from '../fields'
import { type ConnectorStep, connectorStepSchema, errorHandlingSchema } from './schema'

/** The verbs of the Generic HTTP connector. */
export const httpVerbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const

export const SUCCESS_PORT = 'success'

/** The error events with the words the console uses. */
export const connectorEvents = [
  { id: 'httpError', label: 'Generic HTTP Error', description: 'The third party answered outside 2xx.' },
  {
    id: 'connectorExecution',
    label: 'Connector Execution',
    description: 'No usable answer: DNS, TLS, time-out, refused, too large.',
  },
] as const

export const connectorDefinition: StepDefinition<ConnectorStep> = {
  label: 'Connector',
  description: 'Calls a third-party HTTP API and keeps its answer.',
  create: () => ({
    kind: 'connector',
    name: 'Connector',
    next: {},
    connector: '',
    action: 'GET',
    endpoint: '/',
    timeoutSeconds: 10,
    async: false,
    contextKey: 'connector',
    errorHandling: { httpError: { mode: 'automatic' }, connectorExecution: { mode: 'automatic' } },
  }),
  ports: (step) => {
    const ports: Port[] = [{ id: SUCCESS_PORT, label: 'Success' }]
    for (const event of connectorEvents) {
      if (step.errorHandling[event.id].mode === 'custom') ports.push({ id: event.id, label: event.label, error: true })
    }
    return ports
  },
  publishableSchema: connectorStepSchema.extend({
    name: publishableName,
    connector: z.string().min(1, 'Choose a connector.'),
    action: z.enum(httpVerbs, 'Choose a verb.'),
    endpoint: templateText(8_000).superRefine(checkEndpoint),
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
    timeoutSeconds: z
      .number('Give a number of seconds.')
      .int('Use whole seconds.')
      .min(1, 'Use at least 1 second.')
      .max(120, 'Use at most 120 seconds.')
      .optional(),
    async: z.literal(false, 'Running asynchronously is not available yet. Switch it off.').optional(),
    contextKey: keyName,
    errorHandling: z.strictObject({ httpError: handlingSchema(), connectorExecution: handlingSchema() }),
  }),
  templates: (step) => [
    { at: ['endpoint'], text: step.endpoint },
    ...(step.payload ? jsonTemplates(step.payload.value, ['payload', 'value']) : []),
    ...connectorEvents.flatMap(({ id }) => {
      const handling = step.errorHandling[id]
      return handling.mode === 'automatic' && handling.text
        ? [{ at: ['errorHandling', id, 'text'], text: handling.text }]
        : []
    }),
  ],
  writes: (step) => (step.contextKey === '' ? [] : [{ path: `connectors.${step.contextKey}`, open: true }]),
}

function handlingSchema() {
  return errorHandlingSchema.superRefine((handling, context) => {
    const error = handling.mode === 'automatic' && handling.text ? templateError(handling.text) : null
    if (error) context.addIssue({ code: 'custom', path: ['text'], message: error })
  })
}

/** The endpoint can never move the request: its literal text is checked here, its values when the request is built. */
function checkEndpoint(endpoint: string, context: z.RefinementCtx): void {
  const message = endpointError(endpoint)
  if (message) context.addIssue({ code: 'custom', message })
}

/** What is wrong with an endpoint's literal text, or null. */
export function endpointError(endpoint: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(endpoint) || endpoint.startsWith('//') || endpoint.startsWith('\\')) {
    return 'Give a path below the connector\u2019s base URL, for example /customers?email={{form.email}}. The host comes from the connector.'
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(endpoint)) return 'Remove line breaks, control characters and backslashes.'
  const [path = ''] = endpoint.split(/[?#]/, 1)
  if (path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
    return 'Remove the . and .. segments: they would leave the base URL.'
  if (/#/.test(endpoint)) return 'Remove the # part: it is never sent. Write %23 for a literal #.'
  if (/\s/.test(endpoint.replace(/\{\{[^}]*\}\}/g, ''))) return 'Remove the spaces, or write %20.'
  return null
}

function checkJson(value: Json, at: (string | number)[], context: z.RefinementCtx): void {
  for (const use of jsonTemplates(value, at)) {
    const message = templateError(use.text)
    if (message) context.addIssue({ code: 'custom', path: use.at, message })
  }
}
