'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { RelativeTime } from '@/components/ui/relative-time'
import { useEditor, useEditorApi } from '../store/context'
import { discardUnsaved, findUnsaved, type UnsavedCopy } from '../store/unsaved-copy'

/** Offers what an earlier visit could not save. */
export function UnsavedBanner() {
  const editor = useEditorApi()
  const { projectId, flowId } = editor
  const readOnly = useEditor((state) => state.readOnly)
  const [copy, setCopy] = useState<UnsavedCopy | null>(null)
  const [openedAt, setOpenedAt] = useState(0)

  // Storage exists in the browser only, so the offer comes after the first paint.
  useEffect(() => {
    if (readOnly) return
    const found = findUnsaved(projectId, flowId)
    if (!found) return
    const { document, revision } = editor.document.getState()
    if (isSame(found.document, document)) discardUnsaved(projectId, flowId, found)
    else {
      setCopy(found)
      setOpenedAt(revision)
    }
  }, [editor, projectId, flowId, readOnly])

  if (!copy) return null
  const close = () => {
    discardUnsaved(projectId, flowId, copy)
    setCopy(null)
  }
  const restore = () => {
    editor.command('Restore unsaved changes', (draft) => void Object.assign(draft, copy.document), { undo: 'record' })
    setCopy(null)
  }
  return (
    <Callout
      tone="info"
      title="Unsaved changes from an earlier visit"
      className="rounded-none border-x-0 border-t-0"
      actions={
        <>
          <Button size="sm" variant="primary" onClick={restore}>
            Restore them
          </Button>
          <Button size="sm" onClick={close}>
            Discard
          </Button>
        </>
      }
    >
      They were kept in this browser <RelativeTime value={copy.at} />.
      {copy.revision === openedAt ? '' : ' The draft has been saved since; undo takes the restored version back.'}
    </Callout>
  )
}

/** Deep equality that does not look at the order of keys: the database stores them in its own. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const left = Object.entries(a).filter(([, value]) => value !== undefined)
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined))
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
}
