'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
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
import { useEditor, useEditorApi, useView } from '../store/context'
import { openOverlay } from '../store/view-actions'
import { PublishChanges } from '../versions/publish-changes'
import { ProblemList } from './problem-list'

/** Publishes the draft with a note; shows what is in the way when something is. */
export function PublishDialog() {
  const editor = useEditorApi()
  const open = useView((state) => state.overlay?.type === 'publish')
  const errors = useEditor((state) => state.problems.filter((problem) => problem.severity === 'error').length)
  const close = () => openOverlay(editor, null)
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? null : close())}>
      <DialogContent>
        {errors > 0 ? <Blocked errors={errors} onClose={close} /> : <PublishForm onClose={close} />}
      </DialogContent>
    </Dialog>
  )
}

function Blocked({ errors, onClose }: { errors: number; onClose: () => void }) {
  return (
    <>
      <DialogHeader>
        <DialogTitle>Not ready to publish</DialogTitle>
        <DialogDescription>
          {errors === 1
            ? 'One problem is in the way. Choose it to go to its field.'
            : `${errors} problems are in the way. Choose one to go to its field.`}
        </DialogDescription>
      </DialogHeader>
      <DialogBody className="px-4">
        <ProblemList only="error" onDone={onClose} />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Close</Button>
        </DialogClose>
      </DialogFooter>
    </>
  )
}

function PublishForm({ onClose }: { onClose: () => void }) {
  const editor = useEditorApi()
  const liveVersion = useEditor((state) => state.liveVersion)
  const latestVersion = useEditor((state) => state.latestVersion)
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  async function publish() {
    setBusy(true)
    setFailure(null)
    const message = await tryToPublish()
    setBusy(false)
    setFailure(message)
    if (message === null) onClose()
  }

  async function tryToPublish(): Promise<string | null> {
    if (!(await editor.flush()))
      return 'The draft could not be saved, so nothing was published. See the message above the canvas.'
    const { revision } = editor.document.getState()
    const result = await editor.actions.publish({ revision, note }).catch(() => null)
    if (!result) return 'The server could not be reached. Try again.'
    if (!result.ok) return result.message
    editor.setLiveVersion(result.data.number)
    toast.success(`Version ${result.data.number} is live.`)
    return null
  }

  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void publish()
      }}
    >
      <DialogHeader>
        <DialogTitle>Publish version {latestVersion + 1}</DialogTitle>
        <DialogDescription>
          {liveVersion === null
            ? 'The flow goes live at once and can be run by API.'
            : `It takes the place of version ${liveVersion} at once. Executions that wait go on with the version they began with.`}
        </DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-3">
        {failure ? (
          <Callout role="alert" tone="danger">
            {failure}
          </Callout>
        ) : null}
        <div className="grid gap-1.5">
          <Label htmlFor="publish-note">Note</Label>
          <Textarea
            id="publish-note"
            autoFocus
            value={note}
            maxLength={500}
            placeholder="What is new (optional)"
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
            }}
          />
        </div>
        {liveVersion === null ? null : <PublishChanges live={liveVersion} />}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" loading={busy}>
          Publish
        </Button>
      </DialogFooter>
    </form>
  )
}
