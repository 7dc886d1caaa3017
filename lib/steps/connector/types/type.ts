import type { z } from 'zod'
import type { ConnectorCall, ConnectorEvent } from '../../../language/outcome'
import type { TemplateUse } from '../../definition'
import type { CallSettings } from '../schema'

/**
 * What comes of a call that is made twice, as RFC 9110 section 9.2 says it of verbs. `safe`: it changes nothing at all;
 * `idempotent`: what a single one changes; `unsafe`: it may do its work twice.
 */
export type Repetition = 'safe' | 'idempotent' | 'unsafe'

export interface ConnectorAction {
  /** Of one type alone. */
  id: string
  /** In the words of menus. */
  label: string
  /** Whatever its connector's settings are; they may promise more (`PreparedConnector`). */
  repetition: Repetition
}

/** What a step can ask of one type of connector. Pure data and functions. */
export interface ConnectorStepType {
  /** What may be asked. */
  actions: readonly ConnectorAction[]
  /** The error events that a call can come to. */
  events: readonly ConnectorEvent[]
  /** What lies below the context key after a call, for completion. */
  results: readonly string[]
  /** The settings of a new step. */
  create(action: string): CallSettings
  /** What the settings must be to be published; reads its own fields of the step and no other. */
  publishableSchema: z.ZodType
  templates(settings: CallSettings): TemplateUse[]
  toCall(settings: CallSettings): ConnectorCall
  /** One line for the step's card. */
  summary(settings: CallSettings): string
}
