'use client'

import { Undo2 } from 'lucide-react'
import { useId, useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { diffFlows, isSameFlow } from '@/lib/flow/diff'
import type { FlowDocument } from '@/lib/flow/schema'
import { useEditorApi } from '../store/context'
import { restoreDocument } from '../store/steps'
import { showVersion } from '../store/view-actions'

const UNREACHABLE = 'The server could not be reached. Try again.'

/** Makes the draft what a version was: one edit, which undo takes back. Asks when only the draft holds what it holds. */
export function RestoreButton({ number, document }: { number: number; document: FlowDocument }) {
  const editor = useEditorApi()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)

  async function begin() {
    if (isSameFlow(diffFlows(editor.document.getState().document, document))) {
      toast.info(`The draft holds exactly version ${number}.`)
      return
    }
    setBusy(true)
    const kept = await isDraftKept()
    setBusy(false)
    if (kept) restore()
    else setAsking(true)
  }

  /** Whether a version holds the draft; when nobody can tell, it counts as held by none. */
  async function isDraftKept(): Promise<boolean> {
    if (!(await editor.flush())) return false
    const result = await editor.actions.versions.ofDraft().catch(() => null)
    return result?.ok === true && result.data.number !== null
  }

  function restore() {
    editor.command(`Restore version ${number}`, (draft) => restoreDocument(draft, document), { undo: 'record' })
    showVersion(editor, null)
    toast.success(`The draft is version ${number} now.`, {
      description: 'Nothing is published. Undo brings the draft back.',
      action: { label: 'Undo', onClick: () => editor.undo() },
    })
  }

  return (
    <>
      <Button variant="primary" loading={busy} onClick={() => void begin()}>
        <Undo2 aria-hidden /> Restore into the draft
      </Button>
      <RestoreDialog open={asking} onOpenChange={setAsking} number={number} onRestore={restore} />
    </>
  )
}

interface RestoreDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  number: number
  onRestore: () => void
}

function RestoreDialog({ open, onOpenChange, number, onRestore }: RestoreDialogProps) {
  const editor = useEditorApi()
  const [copies, setCopies] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const checkboxId = useId()

  async function confirm(): Promise<boolean> {
    setFailure(null)
    if (copies) {
      const result = await editor.actions.saveCopy(editor.document.getState().document).catch(() => null)
      if (!result?.ok) {
        setFailure(result?.message ?? UNREACHABLE)
        return false
      }
    }
    onRestore()
    return true
  }

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Replace the draft by version ${number}?`}
      description="The draft has changes that no version holds. Undo brings them back while this page is open; to have them for longer, keep them as a flow of its own."
      confirmLabel="Replace the draft"
      destructive={false}
      onConfirm={confirm}
    >
      <div className="flex items-center gap-2 text-sm">
        <Checkbox id={checkboxId} checked={copies} onCheckedChange={(checked) => setCopies(checked === true)} />
        <label htmlFor={checkboxId}>Keep the draft as a flow of its own first</label>
      </div>
      {failure ? (
        <Callout role="alert" tone="danger">
          {failure}
        </Callout>
      ) : null}
    </ConfirmDialog>
  )
}
