'use client'

import { FileUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ChangeEvent, type DragEvent, useId, useRef, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { cn } from '@/components/ui/cn'
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog'
import { Label } from '@/components/ui/label'
import { Textarea } from '@/components/ui/textarea'
import { importFlow } from '@/lib/flow-catalog/actions'
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

interface ImportFlowFormProps {
  projectId: string
  text: string
  onTextChange: (text: string) => void
  onDone: () => void
}

function ImportFlowForm({ projectId, text, onTextChange, onDone }: ImportFlowFormProps) {
  const router = useRouter()
  const id = useId()
  const picker = useRef<HTMLInputElement>(null)
  const [failure, setFailure] = useState<ImportFailure | null>(null)
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)

  function change(next: string) {
    setFailure(null)
    onTextChange(next)
  }

  async function take(file: File | undefined) {
    if (!file) return
    if (file.size > MOST_FILE_BYTES) return setFailure({ type: 'message', message: tooLarge(file.name) })
    change(await file.text())
  }

  async function submit(choice: { flowId?: string; asCopy?: boolean } = {}) {
    const read = readFlowText(text)
    if (read.failure) return setFailure(read.failure)
    setBusy(true)
    try {
      const result = await importFlow({ projectId, file: read.file, ...choice })
      if (!result.ok) return setFailure(describeImportFailure(result, read.file))
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

  return (
    <>
      <DialogHeader>
        <DialogTitle>Import a flow</DialogTitle>
        <DialogDescription>
          A flow file as Export writes it. It names connectors, so those must be in this project already.
        </DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-3">
        <section
          aria-label="Flow file"
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event: DragEvent) => {
            event.preventDefault()
            setOver(false)
            void take(event.dataTransfer.files[0])
          }}
          className={cn('grid gap-1.5 rounded-lg', over && 'outline-2 outline-accent outline-offset-4')}
        >
          <div className="flex items-center justify-between gap-2">
            <Label htmlFor={id}>JSON</Label>
            <Button size="sm" onClick={() => picker.current?.click()}>
              <FileUp aria-hidden /> Choose a file
            </Button>
            <input
              ref={picker}
              type="file"
              accept=".json,application/json"
              aria-label="Flow file"
              tabIndex={-1}
              className="sr-only"
              onChange={(event: ChangeEvent<HTMLInputElement>) => {
                void take(event.target.files?.[0])
                // The same file can be chosen again after it was corrected.
                event.target.value = ''
              }}
            />
          </div>
          <Textarea
            id={id}
            rows={12}
            spellCheck={false}
            value={text}
            onChange={(event) => change(event.target.value)}
            placeholder={'{ "format": "patchbay/flow@1", … }'}
            aria-invalid={failure ? true : undefined}
            aria-describedby={`${id}-hint`}
            className="max-h-[45vh] font-mono text-xs"
          />
          <p id={`${id}-hint`} className="text-subtle text-xs">
            Choose or drop a file, or paste its text. Nothing is published.
          </p>
        </section>
        {failure ? <FailureView failure={failure} busy={busy} onChoose={submit} /> : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant="primary" loading={busy} onClick={() => submit()}>
          Import
        </Button>
      </DialogFooter>
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
      <ul className="mt-1 grid gap-1.5">
        {failure.places.map(({ path, message }) => (
          <li key={path}>
            <code className="break-all font-mono text-fg text-xs">{path}</code>
            <span className="block">{message}</span>
          </li>
        ))}
      </ul>
    </Callout>
  )
}

function tooLarge(name: string): string {
  return `${name} is larger than 900 KB. A flow file is far smaller: check that it is the right one.`
}
