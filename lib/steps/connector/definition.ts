import { z } from 'zod'
import type { ConnectorEvent } from '../../language/outcome'
import type { StepDefinition } from '../definition'
import { errorTemplates, outcomePorts, publishableErrorHandling } from '../error-handling'
import { keyName, publishableName } from '../fields'
import { type ConnectorStep, connectorStepSchema } from './schema'
import { connectorStepTypes, foreignSettings, typeOfAction } from './types/registry'

/** The events that the call of a step can come to. */
export function eventsOf(step: Pick<ConnectorStep, 'action'>): readonly ConnectorEvent[] {
  return connectorStepTypes[typeOfAction(step.action)].events
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
  // An asynchronous call has no outcome when the flow goes on.
  ports: (step) => outcomePorts(step.errorHandling, step.async ? [] : eventsOf(step)),
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
    ...errorTemplates(step.errorHandling, step.async ? [] : eventsOf(step)),
  ],
  writes: (step) =>
    step.async || step.contextKey === '' ? [] : [{ path: `connectors.${step.contextKey}`, open: true }],
}

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
  errorHandling: z.strictObject({
    httpError: publishableErrorHandling.optional(),
    connectorExecution: publishableErrorHandling,
  }),
})
