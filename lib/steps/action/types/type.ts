import type { z } from 'zod'
import type { JsonObject } from '../../../language/json'
import type { ContextPatch, Effect, Failure } from '../../../language/outcome'
import type { ContextWrite, TemplateUse } from '../../definition'
import type { StepEnvironment } from '../../executor'

/** Under which heading of the menu an action stands. */
export const actionGroups = ['Sign in', 'Users and tenants', 'Connections', 'Values'] as const
export type ActionGroup = (typeof actionGroups)[number]

/** What an action is. Pure data and functions; what it does to the world is an effect of the runner. */
export interface ActionType<Settings> {
  label: string
  description: string
  group: ActionGroup
  /** The settings of a new step. */
  create(): Settings
  /** What the settings must be to be published. */
  publishableSchema: z.ZodType
  /** Texts with dynamic values, with their places in the settings. */
  templates(settings: Settings): TemplateUse[]
  writes(settings: Settings): ContextWrite[]
  /** Secret form fields that it reads, which a screen before it must have. */
  secretFields?(settings: Settings): { at: (string | number)[]; field: string; noun: string }[]
  /** After it there is a user: it signs one in or loads one. */
  givesUser?: true
  /** It acts on the user of `user.*`: a step before it must sign one in or load one. */
  needsUser?(settings: Settings): boolean
  /** It acts on the tenant of `tenant.*`, too. */
  needsTenant?: boolean
  /** The event that its failures are; absent: `actionExecution`. */
  event?: 'outboundAppConnect'
  /** It waits for a person, so that no management flow can do it. */
  waits?: true
  /** What is likely not meant so; places are those in the settings. */
  warnings?(settings: Settings): { at: (string | number)[]; message: string }[]
  /** What the form calls its settings; of rows, what one row is called. For problems. */
  settingLabels: Readonly<Record<string, string>>
  /** One line for the step's card. */
  summary(settings: Settings): string
  /** Prepares the settings once for a plan. What it answers is pure, and called again when the effect was done. */
  compile(settings: Settings): (environment: StepEnvironment) => Begun
}

/** What a reached action comes to. `inputs` is what it was given, for the runner message: never a secret. */
export type Begun =
  | { type: 'done'; inputs: JsonObject; result?: JsonObject; patch: ContextPatch; signedIn?: null }
  | { type: 'refused'; inputs: JsonObject; failure: Omit<Failure, 'event'> }
  | { type: 'perform'; inputs: JsonObject; effect: Effect }
