export { EditorProvider, useCommand, useEditor, useEditorApi, useView } from './context'
export { createEditorStore, type Editor, type EditorStoreOptions } from './editor-store'
export type {
  Command,
  CommandOptions,
  ConnectorChoice,
  EditorActions,
  EditorPanel,
  EditorState,
  FieldFocus,
  LoadedDraft,
  Overlay,
  PortEdge,
  SavedBy,
  SaveState,
  StepNode,
  Trace,
  ViewState,
} from './types'
export { focusField, openOverlay, selectSteps, setTrace, showPanel } from './view-actions'
