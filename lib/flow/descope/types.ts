import type { Step } from '../schema'

/** What became of a step of another product's flow. */
export type Mapping = 'mapped' | 'partly' | 'placeholder'

/** One step of the export and what it is now. */
export interface ReportEntry {
  /** In the flow that was made. */
  stepId: string
  name: string
  /** What it was there: “screen”, “action password-sign-in-v2”. */
  was: string
  mapping: Mapping
  /** What was left out, changed or must be looked at. */
  notes: string[]
}

/** What an import made of an export, step by step: nothing that was left out is missing here. */
export interface ImportReport {
  entries: ReportEntry[]
  /** Of the flow as a whole. */
  notes: string[]
}

/** A part of the export, read. */
export interface MappedStep {
  /** Without its edges. */
  step: Step
  mapping: Mapping
  notes: string[]
  /** Where an interaction of the export has another name: its port. Absent: the port has the interaction's name. */
  ports: ReadonlyMap<string, string>
}
