import { deleteSelection, duplicateSelection, nudgeSelection } from '../store/editing'
import type { Editor } from '../store/editor-store'
import { isShowingVersion, openOverlay, selectSteps, showPanel } from '../store/view-actions'

/** What a shortcut may use besides the editor. */
export interface ShortcutTools {
  editor: Editor
  fitView(): void
  zoomIn(): void
  zoomOut(): void
  tidyUp(): void
  save(): void
  /** Moves the focus between canvas and side panel. */
  switchArea(): void
}

export interface Shortcut {
  /** Alternatives, as people read them; `Mod` is Ctrl, or Cmd on a Mac. */
  keys: readonly string[]
  does: string
  group: 'Steps' | 'Edit' | 'Canvas' | 'Flow'
  /** `canvas`: only while nothing but the canvas has the focus. `page`: wherever nothing is typed. `anywhere`: always. */
  when: 'canvas' | 'page' | 'anywhere'
  /** Needs the right to change the flow. */
  writes?: boolean
  /** Absent: the browser's own event does it. */
  run?: (tools: ShortcutTools) => void
  /** Not offered in the command palette: it means nothing there. */
  keyOnly?: boolean
}

const nudge = (dx: number, dy: number) => (tools: ShortcutTools) => nudgeSelection(tools.editor, dx, dy)
const STEP = 8

/** Every shortcut of the editor: the key handler, the list behind `?` and the command palette read this table. */
export const shortcuts: readonly Shortcut[] = [
  {
    keys: ['/'],
    does: 'Add step',
    group: 'Steps',
    when: 'page',
    writes: true,
    run: ({ editor }) => openOverlay(editor, { type: 'add', from: null, at: null }),
  },
  {
    keys: ['C'],
    does: 'Connect a port of the selected step',
    group: 'Steps',
    when: 'canvas',
    writes: true,
    run: ({ editor }) => {
      const [stepId] = editor.view.getState().selection
      if (stepId !== undefined) openOverlay(editor, { type: 'connect', stepId, port: null })
    },
  },
  {
    keys: ['Delete', 'Backspace'],
    does: 'Delete selected steps and edges',
    group: 'Steps',
    when: 'canvas',
    writes: true,
    run: ({ editor }) => deleteSelection(editor),
  },
  {
    keys: ['Mod+D'],
    does: 'Duplicate selected steps',
    group: 'Steps',
    when: 'canvas',
    writes: true,
    run: ({ editor }) => duplicateSelection(editor),
  },
  {
    keys: ['ArrowUp'],
    does: 'Move up',
    group: 'Steps',
    when: 'canvas',
    writes: true,
    keyOnly: true,
    run: nudge(0, -STEP),
  },
  {
    keys: ['ArrowDown'],
    does: 'Move down',
    group: 'Steps',
    when: 'canvas',
    writes: true,
    keyOnly: true,
    run: nudge(0, STEP),
  },
  {
    keys: ['ArrowLeft'],
    does: 'Move left',
    group: 'Steps',
    when: 'canvas',
    writes: true,
    keyOnly: true,
    run: nudge(-STEP, 0),
  },
  {
    keys: ['ArrowRight'],
    does: 'Move right',
    group: 'Steps',
    when: 'canvas',
    writes: true,
    keyOnly: true,
    run: nudge(STEP, 0),
  },
  { keys: ['Enter'], does: 'Select the focused step', group: 'Steps', when: 'canvas', keyOnly: true },
  { keys: ['Mod+Z'], does: 'Undo', group: 'Edit', when: 'page', writes: true, run: ({ editor }) => editor.undo() },
  {
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    does: 'Redo',
    group: 'Edit',
    when: 'page',
    writes: true,
    run: ({ editor }) => editor.redo(),
  },
  { keys: ['Mod+C'], does: 'Copy steps', group: 'Edit', when: 'canvas', keyOnly: true },
  { keys: ['Mod+X'], does: 'Cut steps', group: 'Edit', when: 'canvas', writes: true, keyOnly: true },
  {
    keys: ['Mod+V'],
    does: 'Paste steps, also in another flow',
    group: 'Edit',
    when: 'canvas',
    writes: true,
    keyOnly: true,
  },
  {
    keys: ['Mod+A'],
    does: 'Select all steps',
    group: 'Edit',
    when: 'canvas',
    run: ({ editor }) => selectSteps(editor, Object.keys(editor.document.getState().document.steps)),
  },
  {
    keys: ['Escape'],
    does: 'Select nothing',
    group: 'Edit',
    when: 'canvas',
    run: ({ editor }) => selectSteps(editor, []),
  },
  {
    keys: ['Mod+F'],
    does: 'Search in the flow',
    group: 'Canvas',
    when: 'page',
    run: ({ editor }) => openOverlay(editor, { type: 'search' }),
  },
  { keys: ['Shift+T'], does: 'Tidy up', group: 'Canvas', when: 'page', writes: true, run: (tools) => tools.tidyUp() },
  {
    keys: ['Shift+1'],
    does: 'Fit the flow to the window',
    group: 'Canvas',
    when: 'page',
    run: (tools) => tools.fitView(),
  },
  { keys: ['+'], does: 'Zoom in', group: 'Canvas', when: 'canvas', run: (tools) => tools.zoomIn() },
  { keys: ['-'], does: 'Zoom out', group: 'Canvas', when: 'canvas', run: (tools) => tools.zoomOut() },
  {
    keys: ['F6'],
    does: 'Move between canvas and panel',
    group: 'Canvas',
    when: 'anywhere',
    run: (tools) => tools.switchArea(),
  },
  { keys: ['Mod+S'], does: 'Save now', group: 'Flow', when: 'anywhere', writes: true, run: (tools) => tools.save() },
  {
    keys: ['Mod+Enter'],
    does: 'Open the runner',
    group: 'Flow',
    when: 'page',
    run: ({ editor }) => showPanel(editor, 'runner'),
  },
  {
    keys: ['Mod+Shift+P'],
    does: 'Publish',
    group: 'Flow',
    when: 'page',
    writes: true,
    run: ({ editor }) => openOverlay(editor, { type: 'publish' }),
  },
  {
    keys: ['Shift+H'],
    does: 'Version history',
    group: 'Flow',
    when: 'page',
    run: ({ editor }) => showPanel(editor, 'versions'),
  },
  {
    keys: ['Mod+K'],
    does: 'Command palette',
    group: 'Flow',
    when: 'anywhere',
    run: ({ editor }) => openOverlay(editor, { type: 'commands' }),
    keyOnly: true,
  },
  {
    keys: ['?'],
    does: 'Keyboard shortcuts',
    group: 'Flow',
    when: 'page',
    run: ({ editor }) => openOverlay(editor, { type: 'shortcuts' }),
  },
]

/** Whether a shortcut means something now. A version in the place of the draft can neither be edited nor moved by keys. */
export function isOffered({ writes, group }: Shortcut, { editor }: Pick<ShortcutTools, 'editor'>): boolean {
  if (writes && editor.document.getState().readOnly) return false
  return group === 'Flow' || !isShowingVersion(editor)
}

interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** Whether a key press is this combination. */
export function isPressed(combination: string, press: KeyPress): boolean {
  const parts = combination.split('+')
  // The combination may be the plus sign itself.
  const key = parts.pop() || '+'
  const mod = press.ctrlKey || press.metaKey
  if (mod !== parts.includes('Mod') || press.altKey) return false
  // Where a sign lies on the keyboard differs by country: `/` needs Shift on some.
  const isSign = key.length === 1 && !/[A-Z0-9]/.test(key)
  if (!isSign && press.shiftKey !== parts.includes('Shift')) return false
  return /^\d$/.test(key) ? press.code === `Digit${key}` : press.key.toLowerCase() === key.toLowerCase()
}

/** A combination as keys to show. */
export function keyCaps(combination: string, isMac: boolean): string[] {
  const names: Record<string, string> = {
    Mod: isMac ? '\u2318' : 'Ctrl',
    ArrowUp: '\u2191',
    ArrowDown: '\u2193',
    ArrowLeft: '\u2190',
    ArrowRight: '\u2192',
    Escape: 'Esc',
  }
  return combination === '+' ? ['+'] : combination.split('+').map((part) => names[part] ?? part)
}
