import { z } from 'zod'
import type { ErrorEvent, ErrorHandling } from '../../language/outcome'
import { templateError } from '../../language/template'
import type { Port, StepDefinition } from '../definition'
import { keyName, publishableName } from '../fields'
import { type ConnectorStep, connectorStepSchema, errorHandlingSchema } from './schema'
import { connectorStepTypes, foreignSettings, typeOfAction } from './types/registry'

export const SUCCESS_PORT = 'success'

/** The error events with the words the console uses. */
export const connectorEvents = [
  { id: 'httpError', label: 'Generic HTTP Error', description: 'The third party answered outside 2xx.' },
  {
    id: 'connectorExecution',
    label: 'Connector Execution',
    description: 'No usable answer: DNS, TLS, time-out, refused, too large.',
  },
] as const satisfies { id: ErrorEvent; label: string; description: string }[]

/** The events that the call of a step can come to. */
export function eventsOf(step: Pick<ConnectorStep, 'action'>): (typeof connectorEvents)[number][] {
  const { events } = connectorStepTypes[typeOfAction(step.action)]
  return connectorEvents.filter(({ id }) => events.includes(id))
}

/** What a step does on an event. */
export function handlingOf(step: Pick<ConnectorStep, 'errorHandling'>, event: ErrorEvent): ErrorHandling {
  return step.errorHandling[event] ?? { mode: 'automatic' }
}

const automatic = { mode: 'automatic' as const }

export const connectorDefinition: StepDefinition<ConnectorStep> = {
  label: 'Connector',
  description: 'Calls a third party and keeps its answer.',
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
    errorHandling: { httpError: automatic, connectorExecution: automatic },
  }),
  ports: (step) => {
    const ports: Port[] = [{ id: SUCCESS_PORT, label: 'Success' }]
    // An asynchronous call has no outcome when the flow goes on.
    if (step.async) return ports
    for (const { id, label } of eventsOf(step)) {
      if (handlingOf(step, id).mode === 'custom') ports.push({ id, label, error: true })
    }
    return ports
  },
  // Two schemas over one step: its own fields, and those of its type, each with all its messages.
  publishableSchema: z.custom<ConnectorStep>().superRefine((step, context) => {
    const type = typeOfAction(step.action)
    const issues = [ownFields, connectorStepTypes[type].publishableSchema].flatMap(
      (schema) => schema.safeParse(step).error?.issues ?? [],
    )
    for (const { path, message } of issues) context.addIssue({ code: 'custom', path, message })
    for (const field of foreignSettings(step)) {
      const message = `The action ${step.action} has no such setting. Remove it, or choose its action.`
      context.addIssue({ code: 'custom', path: [field], message })
    }
  }),
  templates: (step) => [
    ...connectorStepTypes[typeOfAction(step.action)].templates(step),
    ...(step.async ? [] : eventsOf(step)).flatMap(({ id }) => {
      const handling = handlingOf(step, id)
      return handling.mode === 'automatic' && handling.text
        ? [{ at: ['errorHandling', id, 'text'], text: handling.text }]
        : []
    }),
  ],
  writes: (step) =>
    step.async || step.contextKey === '' ? [] : [{ path: `connectors.${step.contextKey}`, open: true }],
}

const handlingSchema = errorHandlingSchema.superRefine((handling, context) => {
  const error = handling.mode === 'automatic' && handling.text ? templateError(handling.text) : null
  if (error) context.addIssue({ code: 'custom', path: ['text'], message: error })
})

const ownFields = connectorStepSchema.extend({
  name: publishableName,
  connector: z.string().min(1, 'Choose a connector.'),
  timeoutSeconds: z
    .number('Give a number of seconds.')
    .int('Use whole seconds.')
    .min(1, 'Use at least 1 second.')
    .max(120, 'Use at most 120 seconds.')
    .optional(),
  contextKey: keyName,
  errorHandling: z.strictObject({ httpError: handlingSchema.optional(), connectorExecution: handlingSchema }),
})
