'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { Editor } from './editor-store'
import type { Command, EditorState, ViewState } from './types'

const EditorContext = createContext<Editor | null>(null)

export function EditorProvider({ editor, children }: { editor: Editor; children: ReactNode }) {
  return <EditorContext value={editor}>{children}</EditorContext>
}

/** The editor itself, for event handlers. Reading state from it does not subscribe; use `useEditor` for that. */
export function useEditorApi(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('This component must be inside an EditorProvider.')
  return editor
}

/** Subscribes to the document half. Select primitives, or values that keep their identity, such as one step. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(useEditorApi().document, selector)
}

/** Subscribes to the view half: nodes, selection, trace. */
export function useView<T>(selector: (state: ViewState) => T): T {
  return useStore(useEditorApi().view, selector)
}

/** The one way to change the document. Its identity never changes. */
export function useCommand(): Command {
  return useEditorApi().command
}
