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
  PortEdge,
  SavedBy,
  SaveState,
  StepNode,
  Trace,
  ViewState,
} from './types'
export { focusField, selectSteps, setTrace, showPanel } from './view-actions'
