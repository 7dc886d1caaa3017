import type { Editor } from './editor-store'
import type { EditorPanel, Overlay, ShownVersion, Trace } from './types'

/** Selects exactly these steps and no edges; the inspector follows. Never enters the undo history. */
export function selectSteps({ view }: Editor, stepIds: readonly string[]): void {
  const wanted = new Set(stepIds)
  view.setState(({ nodes, edges }) => ({
    nodes: nodes.map((node) =>
      (node.selected ?? false) === wanted.has(node.id) ? node : { ...node, selected: wanted.has(node.id) },
    ),
    edges: edges.map((edge) => (edge.selected ? { ...edge, selected: false } : edge)),
    selection: nodes.filter((node) => wanted.has(node.id)).map((node) => node.id),
  }))
}

/** Selects a step, shows the inspector and moves to the field at `path`. */
export function focusField(editor: Editor, stepId: string, path: readonly (string | number)[]): void {
  selectSteps(editor, [stepId])
  editor.view.setState(({ fieldFocus }) => ({
    panel: 'inspector',
    sheetOpen: true,
    fieldFocus: { stepId, path, nonce: (fieldFocus?.nonce ?? 0) + 1 },
  }))
}

export function showPanel({ view }: Editor, panel: EditorPanel): void {
  view.setState({ panel, sheetOpen: true })
}

/** Shows a version in the place of the draft; null goes back to the draft. */
export function showVersion({ view }: Editor, version: ShownVersion | null): void {
  view.setState({ version, panel: 'versions' })
}

/** Whether a version is shown where the draft would be, so that nothing there can be edited. */
export function isShowingVersion({ view }: Editor): boolean {
  const { panel, version } = view.getState()
  return panel === 'versions' && version !== null
}

export function openOverlay({ view }: Editor, overlay: Overlay | null): void {
  view.setState({ overlay })
}

/** Shows an execution on the canvas; null takes it away. */
export function setTrace({ view }: Editor, trace: Trace | null): void {
  view.setState({ trace })
}
