import { z } from 'zod'
import type { ErrorEvent, ErrorHandling, Outcome } from '../language/outcome'
import { resolveText, templateError, toTemplate } from '../language/template'
import type { Port, TemplateUse } from './definition'
import type { StepEnvironment } from './executor'

// What every kind of step shares that can go wrong: the shape of its error handling, its ports, texts and failures.

export const SUCCESS_PORT = 'success'

/** By event; one that is left out is automatic. */
export type ErrorHandlings = { readonly [E in ErrorEvent]?: ErrorHandling | undefined }

/** Every error event in the words of the console. */
export const errorEventTexts: { readonly [E in ErrorEvent]: { label: string; description: string } } = {
  httpError: { label: 'Generic HTTP Error', description: 'The third party answered outside 2xx.' },
  connectorExecution: {
    label: 'Connector Execution',
    description: 'No usable answer: DNS, TLS, time-out, refused, too large.',
  },
  actionExecution: {
    label: 'Action Execution',
    description: 'The action was refused or could not be carried out.',
  },
  outboundAppConnect: {
    label: 'Outbound App Connect',
    description: 'Not connected: refused, cancelled, timed out, or an error at the provider or in what the step needs.',
  },
  subflowExecution: {
    label: 'Unhandled Error',
    description: 'The subflow failed at a step that does not handle its error, or could not be run.',
  },
  scriptExecution: {
    label: 'Script Execution',
    description: 'The script threw, ran too long, used too much memory, or gave back no JSON.',
  },
}

export const errorHandlingSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('automatic'), text: z.string().max(500).optional() }),
  z.strictObject({ mode: z.literal('custom') }),
  z.strictObject({ mode: z.literal('ignore') }),
])

/** The same as it must be to be published. */
export const publishableErrorHandling = errorHandlingSchema.superRefine((handling, context) => {
  const error = handling.mode === 'automatic' && handling.text ? templateError(handling.text) : null
  if (error) context.addIssue({ code: 'custom', path: ['text'], message: error })
})

/** What a step does on an event. */
export function handlingOf(handlings: ErrorHandlings, event: ErrorEvent): ErrorHandling {
  return handlings[event] ?? { mode: 'automatic' }
}

/** The success port, and one for each event that has a port of its own. */
export function outcomePorts(handlings: ErrorHandlings, events: readonly ErrorEvent[]): Port[] {
  return [{ id: SUCCESS_PORT, label: 'Success' }, ...errorPorts(handlings, events)]
}

/** A port for each event that has one of its own. */
export function errorPorts(handlings: ErrorHandlings, events: readonly ErrorEvent[]): Port[] {
  return events
    .filter((event) => handlingOf(handlings, event).mode === 'custom')
    .map((event) => ({ id: event, label: errorEventTexts[event].label, error: true }))
}

/** The texts that go back to the last screen. */
export function errorTemplates(handlings: ErrorHandlings, events: readonly ErrorEvent[]): TemplateUse[] {
  return events.flatMap((event) => {
    const handling = handlingOf(handlings, event)
    return handling.mode === 'automatic' && handling.text
      ? [{ at: ['errorHandling', event, 'text'], text: handling.text }]
      : []
  })
}

type Failed = Omit<Extract<Outcome, { type: 'fail' }>, 'type' | 'handling'>

/** The outcome of a step that failed, with its own text for the screen resolved. */
export function failStep(handlings: ErrorHandlings, failed: Failed, { scope, onMissing }: StepEnvironment): Outcome {
  const handling = handlingOf(handlings, failed.failure.event)
  if (handling.mode !== 'automatic' || !handling.text) return { type: 'fail', handling, ...failed }
  const text = resolveText(toTemplate(handling.text), scope, onMissing)
  return { type: 'fail', handling: { mode: 'automatic', text }, ...failed }
}
