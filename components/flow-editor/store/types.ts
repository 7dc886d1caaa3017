import type { Edge, Node } from '@xyflow/react'
import type { CallExample } from '@/lib/flow/paths'
import type { OutboundAppFacts, Problem } from '@/lib/flow/problems'
import type { FlowDocument } from '@/lib/flow/schema'
import type { SubflowFacts } from '@/lib/flow/subflows'
import type { VersionDetail, VersionPage } from '@/lib/flow-catalog/versions/schema'
import type { ActionResult } from '@/lib/result'
import type { FlowValues } from '@/lib/runner/types'
import type { PortRef } from './steps'

/** A connector that a step can use, as the editor shows it. */
export interface ConnectorChoice {
  id: string
  name: string
  type: string
  /** The base URL or the like, to tell two connectors apart. */
  detail?: string
}

/** What is known of the values in this flow: kept answers of its calls, and what executions had. */
export interface KnownValues extends FlowValues {
  examples: readonly CallExample[]
  /** The names of the custom attributes that users may have. */
  userAttributes: readonly string[]
  /** The project's outbound apps. */
  outboundApps: readonly OutboundAppFacts[]
  /** The flows that this one runs, and those that they run. */
  flows: readonly SubflowFacts[]
}

/** What a flow calls, by id: what is known of its values depends on it. */
export interface Calls {
  connectorIds: readonly string[]
  flowIds: readonly string[]
}

/** Who stored the draft last, and when. */
export interface SavedBy {
  savedAt: string
  savedBy: string | null
}

/** Where the draft stands between this page and the server. Nothing typed is lost in any of them. */
export type SaveState =
  | { status: 'clean' }
  | { status: 'dirty' }
  | { status: 'saving' }
  /** The server answered and refused. `theirs` is there when another tab or person saved first. */
  | { status: 'rejected'; code: string; message: string; theirs?: SavedBy }
  /** The server did not answer; another attempt follows at `retryAt` (milliseconds). */
  | { status: 'unreachable'; attempts: number; retryAt: number }

export interface LoadedDraft extends SavedBy {
  document: FlowDocument
  revision: number
}

/** What the history of the flow asks of the server. */
export interface VersionActions {
  /** Versions below a number; without one the newest. */
  list(below?: number): Promise<ActionResult<VersionPage>>
  load(number: number): Promise<ActionResult<VersionDetail>>
  /** Which version holds exactly the stored draft, if any does. */
  ofDraft(): Promise<ActionResult<{ number: number | null }>>
  setNote(number: number, note: string): Promise<ActionResult<void>>
  makeLive(number: number): Promise<ActionResult<void>>
}

/** What the editor asks of the server; the page passes server actions, tests pass functions. */
export interface EditorActions {
  saveDraft(input: {
    document: FlowDocument
    revision: number
    force?: boolean
  }): Promise<ActionResult<{ revision: number; savedAt: string }>>
  loadDraft(): Promise<ActionResult<LoadedDraft>>
  saveCopy(document: FlowDocument): Promise<ActionResult<{ id: string }>>
  publish(input: { revision: number; note: string }): Promise<ActionResult<{ number: number }>>
  versions: VersionActions
  /** The connectors as they are now: one may have been made in another tab. */
  listConnectors(): Promise<readonly ConnectorChoice[]>
  /** The values as they are now: an execution has run, an example was kept, or other connectors or flows are called. */
  loadValues(calls: Calls): Promise<KnownValues>
}

/** How a change enters the undo history: as its own entry, joined to a burst of the same name, or not at all. */
export interface CommandOptions {
  undo: 'record' | 'merge' | 'skip'
}

export type Command = (name: string, recipe: (draft: FlowDocument) => void, options: CommandOptions) => void

/** The saved and undoable half of the editor, with what follows from it. */
export interface EditorState {
  readonly document: FlowDocument
  readonly problems: readonly Problem[]
  readonly connectors: readonly ConnectorChoice[]
  readonly values: KnownValues
  readonly save: SaveState
  readonly revision: number
  /** Names of what undo and redo would do; null when there is nothing. */
  readonly undoName: string | null
  readonly redoName: string | null
  /** Viewers look and do not change. */
  readonly readOnly: boolean
  readonly liveVersion: number | null
  /** The highest number of its versions; 0 while nothing is published. An older one may be live. */
  readonly latestVersion: number
}

/** How the runner shows an execution on the canvas. `takenEdges` counts by `<stepId>:<port>`. */
export interface Trace {
  activeStepId: string | null
  takenEdges: Readonly<Record<string, number>>
  failedStepId: string | null
}

export type StepNode = Node<Record<string, never>, 'step'>
export type PortEdge = Edge<{ port: string; error: boolean }, 'port'>

/** A field of the inspector to move to; `nonce` tells two requests for the same field apart. */
export interface FieldFocus {
  stepId: string
  path: readonly (string | number)[]
  nonce: number
}

export type EditorPanel = 'inspector' | 'runner' | 'versions'

/** One side of a comparison. */
export type VersionSide = number | 'draft'

/** The version that is looked at in the place of the draft. */
export interface ShownVersion {
  number: number
  /** What it is compared with; null: nothing. */
  against: VersionSide | null
  /** The step that is selected in it. */
  stepId: string | null
}

export type ImportedFrom = 'curl' | 'openapi'

/** What lies over the canvas; one at a time. */
export type Overlay =
  /** The menu of steps to add: after a port, at a place of the canvas, or where it fits. */
  | { type: 'add'; from: PortRef | null; at: { x: number; y: number } | null }
  | { type: 'connect'; stepId: string; port: string | null }
  | { type: 'menu'; stepId: string }
  | { type: 'search' }
  | { type: 'commands' }
  | { type: 'shortcuts' }
  | { type: 'publish' }
  /** What other tools write becomes steps: after a port or where it fits. */
  | { type: 'import'; way: ImportedFrom; from: PortRef | null }

/** The half that is never saved and never undone. */
export interface ViewState {
  nodes: StepNode[]
  edges: PortEdge[]
  /** Selected steps, in the order of the canvas. Changes identity only when the selection changes. */
  selection: readonly string[]
  panel: EditorPanel
  /** Shown while the panel is that of the versions. */
  version: ShownVersion | null
  trace: Trace | null
  fieldFocus: FieldFocus | null
  overlay: Overlay | null
  /** The steps are being arranged, and it takes a while. */
  tidying: boolean
  /** On narrow screens the side panel is a sheet; this opens it. */
  sheetOpen: boolean
}
