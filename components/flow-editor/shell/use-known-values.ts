'use client'

import { useEffect, useRef } from 'react'
import { listCalls } from '../store/calls'
import { useEditor, useEditorApi, useView } from '../store/context'

/** Keeps the known values fresh: when the runner gives way to the step's settings, and when other connectors or flows are called. */
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
}
