'use client'

import { useEffect, useRef } from 'react'
import { listConnectorIds } from '@/lib/flow/connector-ids'
import { useEditor, useEditorApi, useView } from '../store/context'

/** Keeps the known values fresh: when the runner gives way to the step's settings, and when other connectors are called. */
export function useKnownValues(): void {
  const editor = useEditorApi()
  const panel = useView((state) => state.panel)
  const connectors = useEditor((state) => listConnectorIds(state.document).join(' '))
  const loadedFor = useRef(connectors)
  const ranSince = useRef(false)
  useEffect(() => {
    if (panel === 'runner') ranSince.current = true
    else if (ranSince.current || loadedFor.current !== connectors) {
      ranSince.current = false
      loadedFor.current = connectors
      void editor.refreshValues()
    }
  }, [editor, panel, connectors])
}
