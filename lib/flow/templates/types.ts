import type { FlowDocument, FlowKind } from '../schema'

/** A flow to begin from. Its connectors are named, as in a flow file. */
export interface FlowTemplate {
  id: string
  name: string
  /** What it does, for who chooses among them. */
  description: string
  kind: FlowKind
  steps: FlowDocument['steps']
}
