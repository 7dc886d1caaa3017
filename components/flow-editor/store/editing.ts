import type { CopiedSteps } from '@/lib/flow/copied-steps'
import { stepPorts } from '@/lib/steps/definitions'
import { copySteps, parseCopiedSteps, pasteSteps } from './clipboard'
import type { Editor } from './editor-store'
import { placeNear, placeRightOf } from './placement'
import {
  addStep,
  connectPort,
  createStep,
  disconnectPort,
  findFreePort,
  moveSteps,
  type NewStep,
  type PortRef,
  removeSteps,
} from './steps'
import { CARD_WIDTH, cardHeight } from './view'
import { selectSteps, showPanel } from './view-actions'

interface Point {
  x: number
  y: number
}

/**
 * Adds a step: after `from` when a port is given; else at `at`; else right of the selected step and connected from its
 * first free port; else around `centre`. The new step is selected, so that the inspector shows it.
 */
export function insertStep(
  editor: Editor,
  wanted: NewStep,
  place: { from: PortRef | null; at: Point | null; centre: Point },
): string {
  const { document } = editor.document.getState()
  const made = createStep(document, wanted)
  const height = cardHeight(stepPorts(made.step).length)
  const selected = place.at ? null : selectedStep(editor)
  const from = findPortToAddAfter(editor, place)
  const beside = place.at ? null : (from?.stepId ?? selected)
  const at =
    beside === null
      ? placeNear(document, place.at ?? { x: place.centre.x - CARD_WIDTH / 2, y: place.centre.y - height / 2 }, {
          width: CARD_WIDTH,
          height,
        })
      : placeRightOf(document, beside, height)
  editor.command('Add step', (draft) => addStep(draft, { ...made, at, from }), { undo: 'record' })
  selectSteps(editor, [made.id])
  showPanel(editor, 'inspector')
  return made.id
}

/** The port that an added step comes after: the one that is given, else the first free one of the selected step. */
export function findPortToAddAfter(editor: Editor, place: { from: PortRef | null; at: Point | null }): PortRef | null {
  if (place.from !== null || place.at !== null) return place.from
  const selected = selectedStep(editor)
  const port = selected === null ? null : findFreePort(editor.document.getState().document, selected)
  return selected !== null && port !== null ? { stepId: selected, port } : null
}

/** Draws or, with a null target, removes the edge of a port. */
export function setConnection(editor: Editor, from: PortRef, target: string | null): void {
  editor.command(
    target === null ? 'Disconnect port' : 'Connect steps',
    (draft) => (target === null ? disconnectPort(draft, from) : connectPort(draft, from, target)),
    { undo: 'record' },
  )
}

/** Deletes the selected steps and edges; Start stays. */
export function deleteSelection(editor: Editor): void {
  const { selection, edges } = editor.view.getState()
  const gone = edges.filter((edge) => edge.selected)
  editor.command(
    selection.length > 1 ? 'Delete steps' : selection.length === 1 ? 'Delete step' : 'Delete edge',
    (draft) => {
      for (const edge of gone) disconnectPort(draft, { stepId: edge.source, port: edge.data?.port ?? '' })
      removeSteps(draft, selection)
    },
    { undo: 'record' },
  )
}

/** The selected steps as text for the clipboard; null when nothing can be copied. */
export function copySelection(editor: Editor): string | null {
  return copySteps(editor.document.getState().document, editor.view.getState().selection)
}

/** Pastes steps around `centre`. @returns how many were pasted, or null when the text holds none */
export function pasteText(editor: Editor, text: string, centre: Point): number | null {
  const copied = parseCopiedSteps(text)
  if (!copied || editor.document.getState().readOnly) return null
  return addCopied(editor, 'Paste steps', copied, { centre, from: null }).length
}

/**
 * Adds imported steps: a single one right of `from` and connected to it, several around `centre`. They are selected.
 * @returns the ids of the new steps
 */
export function addImported(
  editor: Editor,
  copied: CopiedSteps,
  { from, centre }: { from: PortRef | null; centre: Point },
): string[] {
  const ids = Object.keys(copied.steps)
  return addCopied(editor, 'Import steps', copied, { centre, from: ids.length === 1 ? from : null })
}

function addCopied(
  editor: Editor,
  name: string,
  copied: CopiedSteps,
  { from, centre }: { from: PortRef | null; centre: Point },
): string[] {
  const places = Object.values(copied.layout)
  const width = Math.max(...places.map(([x]) => x)) - Math.min(...places.map(([x]) => x)) + CARD_WIDTH
  const height = Math.max(...places.map(([, y]) => y)) - Math.min(...places.map(([, y]) => y)) + cardHeight(2)
  const { document } = editor.document.getState()
  const [x, y] = from
    ? placeRightOf(document, from.stepId, height)
    : placeNear(document, { x: centre.x - width / 2, y: centre.y - height / 2 }, { width, height })
  let ids: string[] = []
  editor.command(
    name,
    (draft) => {
      ids = pasteSteps(draft, copied, { x, y })
      if (from && ids[0]) connectPort(draft, from, ids[0])
    },
    { undo: 'record' },
  )
  selectSteps(editor, ids)
  return ids
}

/** Copies the selected steps beside themselves. */
export function duplicateSelection(editor: Editor): void {
  const text = copySelection(editor)
  if (text === null) return
  const { layout } = editor.document.getState().document
  const places = editor.view.getState().selection.flatMap((id) => (layout[id] ? [layout[id]] : []))
  const x = Math.min(...places.map((place) => place[0]))
  const y = Math.min(...places.map((place) => place[1]))
  pasteText(editor, text, { x: x + CARD_WIDTH / 2 + 32, y: y + cardHeight(2) + 48 })
}

/** Moves the selected steps by a number of pixels; a burst is one undo entry. */
export function nudgeSelection(editor: Editor, dx: number, dy: number): void {
  const { selection } = editor.view.getState()
  editor.command(
    'Move steps',
    (draft) => {
      const moved = selection.map((id) => {
        const [x, y] = draft.layout[id] ?? [0, 0]
        return [id, { x: x + dx, y: y + dy }] as const
      })
      moveSteps(draft, Object.fromEntries(moved))
    },
    { undo: 'merge' },
  )
}

function selectedStep(editor: Editor): string | null {
  const { selection } = editor.view.getState()
  return selection.length === 1 ? (selection[0] ?? null) : null
}
