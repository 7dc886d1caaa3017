'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { PlaceList } from '@/components/form/place-list'
import { SourceForm } from '@/components/form/source-form'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog'
import { importFlow, previewImport } from '@/lib/flow-catalog/actions'
import { ImportReportView } from './import-report'
import { describeImportFailure, type ImportFailure, MOST_FILE_BYTES, readFlowText } from './read-flow-text'

export interface ImportFlowDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Takes a flow file by picker, drop or paste. What was given stays in the dialog until it is imported. */
export function ImportFlowDialog({ projectId, open, onOpenChange }: ImportFlowDialogProps) {
  const [text, setText] = useState('')
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="lg">
        <ImportFlowForm
          projectId={projectId}
          text={text}
          onTextChange={setText}
          onDone={() => {
            setText('')
            onOpenChange(false)
          }}
        />
      </DialogContent>
    </Dialog>
  )
}

type Preview = Extract<Awaited<ReturnType<typeof previewImport>>, { ok: true }>

interface ImportFlowFormProps {
  projectId: string
  text: string
  onTextChange: (text: string) => void
  onDone: () => void
}

function ImportFlowForm({ projectId, text, onTextChange, onDone }: ImportFlowFormProps) {
  const router = useRouter()
  const [failure, setFailure] = useState<ImportFailure | null>(null)
  const [busy, setBusy] = useState(false)
  const [preview, setPreview] = useState<Preview | null>(null)

  function change(next: string) {
    setFailure(null)
    onTextChange(next)
  }

  async function submit(choice: { flowId?: string; asCopy?: boolean } = {}) {
    const read = readFlowText(text)
    if (read.failure) return setFailure(read.failure)
    setBusy(true)
    try {
      const seen = preview ?? (await previewImport({ projectId, file: read.file }))
      if (!seen.ok) return setFailure(describeImportFailure(seen, null))
      // What could not be taken over is read before anything is stored.
      if (!preview && seen.data.report) return setPreview(seen)
      const result = await importFlow({ projectId, file: read.file, ...choice })
      if (!result.ok) return setFailure(describeImportFailure(result, seen.data.id))
      const flowId = result.data.id
      toast.success(choice.flowId ? 'The draft was replaced.' : 'The flow was imported as a draft.')
      onDone()
      router.push(`/p/${projectId}/flows/${flowId}`)
      router.refresh()
    } catch {
      const message = 'The server cannot be reached. Check that Patchbay is running, then try again.'
      setFailure({ type: 'message', message })
    } finally {
      setBusy(false)
    }
  }

  if (preview?.data.report)
    return (
      <ImportReportView
        name={preview.data.name}
        report={preview.data.report}
        failure={failure ? <FailureView failure={failure} busy={busy} onChoose={submit} /> : null}
        busy={busy}
        onBack={() => {
          setFailure(null)
          setPreview(null)
        }}
        onImport={() => submit()}
      />
    )
  return (
    <>
      <DialogHeader>
        <DialogTitle>Import a flow</DialogTitle>
        <DialogDescription>
          A flow file as Export writes it, whose connectors must be in this project already; or an export of a Descope
          flow, which is converted.
        </DialogDescription>
      </DialogHeader>
      <SourceForm
        label="Flow file"
        textLabel="JSON"
        placeholder={'{ "format": "patchbay/flow@1", … }'}
        accept=".json,application/json"
        mostKilobytes={MOST_FILE_BYTES / 1024}
        hint="Choose or drop a file, or paste its text. Nothing is published."
        value={text}
        onChange={change}
        onRefused={(message) => setFailure({ type: 'message', message })}
        failure={failure ? <FailureView failure={failure} busy={busy} onChoose={submit} /> : null}
        submitLabel="Import"
        busy={busy}
        onSubmit={() => submit()}
      />
    </>
  )
}

interface FailureViewProps {
  failure: ImportFailure
  busy: boolean
  onChoose: (choice: { flowId?: string; asCopy?: boolean }) => void
}

function FailureView({ failure, busy, onChoose }: FailureViewProps) {
  if (failure.type === 'message') {
    return (
      <Callout tone="danger" role="alert">
        {failure.message}
      </Callout>
    )
  }
  if (failure.type === 'taken') {
    const { flowId } = failure
    return (
      <Callout
        tone="warning"
        role="alert"
        title={failure.message}
        actions={
          <>
            <Button size="sm" disabled={busy} onClick={() => onChoose({ asCopy: true })}>
              Import as a copy
            </Button>
            {flowId ? (
              <Button size="sm" variant="danger-ghost" disabled={busy} onClick={() => onChoose({ flowId })}>
                Replace the draft of {flowId}
              </Button>
            ) : null}
          </>
        }
      >
        {flowId ? 'Replacing overwrites the draft; published versions stay as they are.' : null}
      </Callout>
    )
  }
  return (
    <Callout tone="danger" role="alert" title="The file is not a flow yet. Correct these places:">
      <PlaceList places={failure.places} />
    </Callout>
  )
}
