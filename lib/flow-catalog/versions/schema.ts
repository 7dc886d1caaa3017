import { z } from 'zod'
import type { FlowDocument } from '../../flow/schema'
import { flowReferenceSchema, versionNoteSchema } from '../schema'

// The published versions of a flow as pages and actions see them. Client-safe.

const number = z.number().int().min(1).max(2_147_483_647)

export const listVersionsSchema = flowReferenceSchema.extend({
  /** Only versions below this number; absent: from the newest on. */
  below: number.optional(),
})

export const versionReferenceSchema = flowReferenceSchema.extend({ number })

export const setVersionNoteSchema = versionReferenceSchema.extend({ note: versionNoteSchema })

export type VersionReference = Pick<z.output<typeof versionReferenceSchema>, 'flowId' | 'number'>

/** A row of a flow's history. */
export interface VersionItem {
  number: number
  note: string
  /** The operator's or key's name; null when unknown or gone. */
  author: string | null
  /** ISO 8601. */
  createdAt: string
}

export interface VersionPage {
  /** Newest first. */
  versions: VersionItem[]
  /** The highest number there is; 0 while nothing is published. */
  latest: number
  live: number | null
  /** Give it as `below` for the versions before these; null when there are none. */
  nextBelow: number | null
}

export interface VersionDetail extends VersionItem {
  document: FlowDocument
}
