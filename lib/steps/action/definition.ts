import { z } from 'zod'
import type { StepDefinition } from '../definition'
import { errorTemplates, outcomePorts, publishableErrorHandling } from '../error-handling'
import { publishableName } from '../fields'
import { actionEvents, actionHandling } from './events'
import type { ActionStep } from './schema'
import { createActionStep, withAction } from './types/registry'

export const actionDefinition: StepDefinition<ActionStep> = {
  label: 'Action',
  description: 'Signs people in, keeps users and tenants, sets values.',
  create: () => createActionStep('set-value'),
  ports: (step) => outcomePorts(actionHandling(step), actionEvents(step)),
  // Two schemas over one step: what all actions have, and the settings of its own, each with all its messages.
  publishableSchema: z.custom<ActionStep>().superRefine((step, context) => {
    const settings = withAction(step, (type, own) => type.publishableSchema.safeParse(own)).error?.issues ?? []
    const issues = [
      ...(ownFields.safeParse(step).error?.issues ?? []),
      ...settings.map((issue) => ({ ...issue, path: ['settings', ...issue.path] })),
    ]
    for (const { path, message } of issues) context.addIssue({ code: 'custom', path, message })
  }),
  templates: (step) => [
    ...withAction(step, (type, settings) => type.templates(settings)).map(({ at, text }) => ({
      at: ['settings', ...at],
      text,
    })),
    ...errorTemplates(actionHandling(step), actionEvents(step)),
  ],
  writes: (step) => withAction(step, (type, settings) => type.writes(settings)),
}

const ownFields = z.looseObject({
  name: publishableName,
  errorHandling: z.union([
    z.strictObject({ actionExecution: publishableErrorHandling }),
    z.strictObject({ outboundAppConnect: publishableErrorHandling }),
  ]),
})
