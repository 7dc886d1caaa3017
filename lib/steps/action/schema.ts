import { z } from 'zod'
import { errorHandlingSchema } from '../error-handling'
import { stepFields } from '../fields'
import { setValueSettings } from './types/set-value'

const action = <A extends string, S extends z.ZodType>(name: A, settings: S) =>
  z.strictObject({
    kind: z.literal('action'),
    ...stepFields,
    action: z.literal(name),
    settings,
    /** One that is left out is automatic. */
    errorHandling: z.strictObject({ actionExecution: errorHandlingSchema }),
  })

/** A step that does one of the actions; its settings are those of the action. */
export const actionStepSchema = z.discriminatedUnion('action', [action('set-value', setValueSettings)])
export type ActionStep = z.infer<typeof actionStepSchema>

export type ActionName = ActionStep['action']
export type ActionStepOf<A extends ActionName> = Extract<ActionStep, { action: A }>
export type SettingsOf<A extends ActionName> = ActionStepOf<A>['settings']
