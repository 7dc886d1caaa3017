import type { z } from 'zod'
import type { ConnectorCall, ConnectorEvent } from '../../../language/outcome'
import type { TemplateUse } from '../../definition'
import type { CallSettings } from '../schema'

/** What a step can ask of one type of connector. Pure data and functions. */
export interface ConnectorStepType {
  /** What may be asked, in the words of menus. An action's id is of one type alone. */
  actions: readonly { id: string; label: string }[]
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
