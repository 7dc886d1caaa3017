import type { z } from 'zod'
import type { Json } from '../language/json'

/** A named way out of a step. */
export interface Port {
  id: string
  label: string
  /** Error ports are drawn apart. */
  error?: boolean
}

/** A place in a step that may hold dynamic values. */
export interface TemplateUse {
  /** Where in the step, for problems. */
  at: (string | number)[]
  text: string
}

/** A context path that a step can give a value. `open`: paths below it are not known beforehand. */
export interface ContextWrite {
  path: string
  open: boolean
  secret?: boolean
}

/** What the editor and the checks know about a kind of step. Pure data and functions. */
export interface StepDefinition<Step> {
  label: string
  description: string
  create(): Step
  ports(step: Step): Port[]
  /** What a step must be to be published; its messages are shown at the field. */
  publishableSchema: z.ZodType
  templates(step: Step): TemplateUse[]
  writes(step: Step): ContextWrite[]
}

/** The texts in the string leaves of a JSON value, with their places. */
export function jsonTemplates(value: Json, at: (string | number)[]): TemplateUse[] {
  if (typeof value === 'string') return [{ at, text: value }]
  if (Array.isArray(value)) return value.flatMap((item, index) => jsonTemplates(item, [...at, index]))
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => jsonTemplates(item, [...at, key]))
  }
  return []
}
