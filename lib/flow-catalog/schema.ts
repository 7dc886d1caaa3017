import { z } from 'zod'
import {
  type FlowDocument,
  type FlowKind,
  flowDocumentSchema,
  flowIdSchema,
  flowKinds,
  flowNameSchema,
} from '../flow/schema'
import { isShallow } from '../language/json'

// The flows of a project as forms, actions and routes see them. Client-safe.

const project = { projectId: z.string().min(1).max(60) }
const oneFlow = { ...project, flowId: z.string().min(1).max(60) }
const revision = z.number().int().min(1)

/** Deeper nesting than any flow needs; a parser that recurses would run out of stack far above it. */
const DEEPEST = 200

/** Refuses nesting that only an attack has, before the recursive schemas see it. */
export const shallowSchema = z
  .unknown()
  .refine((value) => isShallow(value, DEEPEST), 'This is nested too deeply for a flow.')

export const createFlowSchema = z.object({
  ...project,
  /** Absent: made from the name. */
  id: flowIdSchema.optional(),
  name: flowNameSchema,
  kind: z.enum(flowKinds),
  /** The id of a template; its kind counts then. Absent: an empty flow. */
  template: z.string().max(60).optional(),
})

export const saveDraftSchema = z.object({
  ...oneFlow,
  /** The stored revision that the document began from. */
  revision,
  document: shallowSchema.pipe(flowDocumentSchema),
  /** Saves over whatever is stored. */
  force: z.boolean().optional(),
})

/** Keeps a document as a flow of its own: what is left to do when someone else saved the original meanwhile. */
export const saveCopySchema = z.object({ ...project, document: shallowSchema.pipe(flowDocumentSchema) })

export const versionNoteSchema = z.string().trim().max(500, 'Use at most 500 characters.')

export const publishFlowSchema = z.object({ ...oneFlow, revision, note: versionNoteSchema.default('') })

export const setFlowDisabledSchema = z.object({ ...oneFlow, disabled: z.boolean() })

export const flowReferenceSchema = z.object(oneFlow)

export const importFlowSchema = z.object({
  ...project,
  /** The parsed JSON of a flow file. */
  file: shallowSchema,
  /** Replaces the draft of this flow, whatever id and name the file has. */
  flowId: z.string().min(1).max(60).optional(),
  /** Makes a new flow under a free id and name, when those of the file are taken. */
  asCopy: z.boolean().optional(),
})

export const previewImportSchema = importFlowSchema.pick({ projectId: true, file: true })

export type CreateFlowInput = z.output<typeof createFlowSchema>
export type SaveDraftInput = z.output<typeof saveDraftSchema>
export type PublishFlowInput = z.output<typeof publishFlowSchema>
export type ImportFlowInput = z.output<typeof importFlowSchema>

/** A row of the list of flows. Times are ISO 8601. */
export interface FlowListItem {
  id: string
  name: string
  description: string
  kind: FlowKind
  disabled: boolean
  /** Null: never published. */
  liveVersion: number | null
  publishedAt: string | null
  /** The draft differs from the live version; true as well while nothing is published. */
  hasUnpublishedChanges: boolean
  updatedAt: string
  /** How many other flows run it as a subflow, by their draft or their live version. */
  usedIn: number
  /** Of the last 24 hours. */
  executions: number
  failures: number
}

export interface FlowPage {
  flows: FlowListItem[]
  /** How many flows match the search. */
  total: number
  /** Null on the last page. */
  nextCursor: string | null
  /** Null on the first page. */
  previousCursor: string | null
}

export interface FlowDetail {
  id: string
  name: string
  description: string
  kind: FlowKind
  disabled: boolean
  liveVersion: number | null
  draft: FlowDocument
  draftRevision: number
  draftSavedAt: string
  /** The operator's name; null when unknown or gone. */
  draftSavedBy: string | null
}

/** The draft as it is stored now. */
export interface StoredDraft {
  document: FlowDocument
  revision: number
  savedAt: string
  savedBy: string | null
}

/** What goes when a flow is deleted. */
export interface FlowRemains {
  versions: number
  /** Running or waiting: they are cancelled. */
  liveExecutions: number
}

/** An id for a flow of this name: lower-case words joined by dashes. */
export function suggestFlowId(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return trimDashes(trimDashes(words).slice(0, 50)) || 'flow'
}

function trimDashes(text: string): string {
  return text.replace(/^-+|-+$/g, '')
}
