import { z } from 'zod'
import { stepIdSchema } from '../steps/fields'
import { type Step, stepSchema } from '../steps/schemas'

export const FLOW_FORMAT = 'patchbay/flow@1'
export const flowKinds = ['interactive', 'management'] as const
export type FlowKind = (typeof flowKinds)[number]

/** A flow's id is part of URLs and of execution ids, which clients split at `_` and `|`. */
export const flowIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,59}$/, 'Use up to 60 letters, digits and dashes, for example look-up-customer.')

export const flowNameSchema = z.string().trim().min(1, 'Give the flow a name.').max(100, 'Use at most 100 characters.')

const position = z.tuple([z.number(), z.number()])

/**
 * A flow as it is drawn: the document that the editor edits, drafts store and files hold. Right in shape; whether it
 * can be published is what `deriveProblems` tells. Unknown keys are refused with their path.
 */
export const flowDocumentSchema = z.strictObject({
  format: z.literal(FLOW_FORMAT),
  id: flowIdSchema,
  name: flowNameSchema,
  description: z.string().max(1_000, 'Use at most 1,000 characters.').optional(),
  kind: z.enum(flowKinds),
  steps: z
    .record(stepIdSchema, stepSchema)
    .refine((steps) => Object.keys(steps).length <= 2_000, 'A flow has at most 2,000 steps.'),
  layout: z.record(z.string(), position),
})

export type FlowDocument = z.infer<typeof flowDocumentSchema>
export type { Step }

/** A flow that can be opened at once: a start and, for a first look, nothing else. */
export function emptyFlow(id: string, name: string, kind: FlowKind): FlowDocument {
  return {
    format: FLOW_FORMAT,
    id,
    name,
    kind,
    steps: { start: { kind: 'start', next: {} } },
    layout: { start: [0, 0] },
  }
}

/** The one start step's id, or null in a draft without one. */
export function findStartId(document: Pick<FlowDocument, 'steps'>): string | null {
  return Object.keys(document.steps).find((id) => document.steps[id]?.kind === 'start') ?? null
}
