import { useReactFlow } from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import { toast } from 'sonner'
import { useTidyUp } from '../canvas/use-tidy-up'
import { useViewport } from '../canvas/use-viewport'
import { useEditorApi } from '../store/context'
import { copySelection, deleteSelection, pasteText } from '../store/editing'
import type { Editor } from '../store/editor-store'
import { isShowingVersion, showVersion } from '../store/view-actions'
import { isOffered, isPressed, type ShortcutTools, shortcuts } from './shortcuts'

/** What shortcuts and the command palette act through. */
export function useShortcutTools(): ShortcutTools {
  const editor = useEditorApi()
  const flow = useReactFlow()
  const tidyUp = useTidyUp()
  return useMemo(() => {
    const fitView = () => void flow.fitView({ padding: 0.2, maxZoom: 1, duration: 200 })
    return {
      editor,
      fitView,
      zoomIn: () => void flow.zoomIn({ duration: 150 }),
      zoomOut: () => void flow.zoomOut({ duration: 150 }),
      tidyUp: () => void tidyUp(),
      save: async () => {
        if (await editor.flush()) toast.success('The draft is saved.')
      },
      switchArea,
    }
  }, [editor, flow, tidyUp])
}

/** Listens for the editor's shortcuts while it is mounted. They never fire while something is typed or a dialog is open. */
export function useShortcuts(tools: ShortcutTools): void {
  const { editor } = tools
  const { centre } = useViewport()

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const place = placeOf(event.target)
      if (event.key === 'Escape' && isShowingVersion(editor) && (place === 'canvas' || place === 'page')) {
        showVersion(editor, null)
        return
      }
      for (const shortcut of shortcuts) {
        if (!shortcut.run || !isOffered(shortcut, tools)) continue
        if (!shortcut.keys.some((keys) => isPressed(keys, event))) continue
        if (shortcut.when === 'page' && place === 'field') return
        if (shortcut.when === 'canvas' && place !== 'canvas') return
        if (place === 'dialog') return
        // React Flow moves the step that has the focus by itself.
        if (event.key.startsWith('Arrow') && isOnCard(event.target)) return
        event.preventDefault()
        shortcut.run(tools)
        return
      }
    }
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('focusin', notePlace)
    window.addEventListener('pointerdown', notePlace)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('focusin', notePlace)
      window.removeEventListener('pointerdown', notePlace)
      wasInPanel = false
    }
  }, [editor, tools])

  useEffect(() => listenToClipboard(editor, centre), [editor, centre])
}

/** The browser's own clipboard events need no permission and work between tabs. */
function listenToClipboard(editor: Editor, centre: () => { x: number; y: number }): () => void {
  const onCopy = (event: ClipboardEvent) => {
    if (isShowingVersion(editor) || placeOf(event.target) !== 'canvas' || !window.getSelection()?.isCollapsed) return
    const text = copySelection(editor)
    if (text === null) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
    if (event.type === 'cut') deleteSelection(editor)
  }
  const onPaste = (event: ClipboardEvent) => {
    if (isShowingVersion(editor) || placeOf(event.target) !== 'canvas') return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    const pasted = pasteText(editor, text, centre())
    if (pasted !== null) event.preventDefault()
    else if (text.trim() !== '' && !editor.document.getState().readOnly) {
      toast.info('The clipboard holds no steps. Copy steps in a flow first.')
    }
  }
  document.addEventListener('copy', onCopy)
  document.addEventListener('cut', onCopy)
  document.addEventListener('paste', onPaste)
  return () => {
    document.removeEventListener('copy', onCopy)
    document.removeEventListener('cut', onCopy)
    document.removeEventListener('paste', onPaste)
  }
}

/** Whether something is typed there. */
export function isTyped(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null
}

const FIELDS = 'input, textarea, select, [contenteditable="true"], .cm-editor'

function placeOf(target: EventTarget | null): 'field' | 'dialog' | 'canvas' | 'page' {
  if (!(target instanceof Element)) return 'canvas'
  if (isTyped(target)) return 'field'
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return 'dialog'
  if (target === document.body) return wasInPanel ? 'page' : 'canvas'
  return target.closest('.flow-canvas') ? 'canvas' : 'page'
}

/**
 * A row that is removed takes the focus with it, which falls to the body: what is pressed next is not meant for the
 * canvas, where Delete would delete the step.
 */
let wasInPanel = false

function notePlace({ target }: Event): void {
  if (target instanceof Element && target !== document.body) wasInPanel = target.closest('[data-editor-panel]') !== null
}

function isOnCard(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.react-flow__node, .react-flow__nodesselection') !== null
}

function switchArea(): void {
  const panel = document.querySelector<HTMLElement>('[data-editor-panel]')
  const card =
    document.querySelector<HTMLElement>('.flow-canvas .react-flow__node.selected') ??
    document.querySelector<HTMLElement>('.flow-canvas .react-flow__node')
  const inPanel = panel?.contains(document.activeElement)
  const first = panel?.querySelector<HTMLElement>(
    'input:not([disabled]), textarea, button:not([disabled]), [tabindex="0"]',
  )
  if (inPanel) card?.focus()
  else first?.focus()
}
