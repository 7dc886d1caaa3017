'use client'

import { useEffect, useRef } from 'react'
import { listCalls } from '../store/calls'
import { useEditor, useEditorApi, useView } from '../store/context'

/**
 * Keeps what the flow refers to fresh: the known values when the runner gives way to the step's settings and when other
 * connectors or flows are called; the connectors too when the person comes back from another tab, where one may have
 * been made or deleted, and before publishing.
 */
export function useKnownValues(): void {
  const editor = useEditorApi()
  const panel = useView((state) => state.panel)
  const calls = useEditor((state) => JSON.stringify(listCalls(state.document)))
  const loadedFor = useRef(calls)
  const ranSince = useRef(false)
  useEffect(() => {
    if (panel === 'runner') ranSince.current = true
    else if (ranSince.current || loadedFor.current !== calls) {
      ranSince.current = false
      loadedFor.current = calls
      void editor.refreshValues()
    }
  }, [editor, panel, calls])

  const publishing = useView((state) => state.overlay?.type === 'publish')
  useEffect(() => {
    const refresh = () => {
      void editor.refreshConnectors()
      void editor.refreshValues()
    }
    if (publishing) refresh()
    window.addEventListener('focus', refresh)
    return () => window.removeEventListener('focus', refresh)
  }, [editor, publishing])
}
