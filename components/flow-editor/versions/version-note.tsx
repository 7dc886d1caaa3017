'use client'

import { Pencil } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Label } from '@/components/ui/label'
import { Textarea } from '@/components/ui/textarea'
import { useEditor, useEditorApi } from '../store/context'
import { useShowNote } from './use-versions'

/** What is said about a version. It can be put right afterwards; the version cannot. */
export function VersionNote({ number, note }: { number: number; note: string }) {
  const readOnly = useEditor((state) => state.readOnly)
  const [editing, setEditing] = useState(false)
  if (editing) return <NoteForm number={number} note={note} onDone={() => setEditing(false)} />
  return (
    <div className="flex items-start gap-2">
      <p className="min-w-0 flex-1 whitespace-pre-wrap break-words text-sm">
        {note || <span className="text-subtle">No note</span>}
      </p>
      {readOnly ? null : (
        <Button size="sm" variant="ghost" onClick={() => setEditing(true)}>
          <Pencil aria-hidden /> {note ? 'Edit note' : 'Add note'}
        </Button>
      )}
    </div>
  )
}

function NoteForm({ number, note, onDone }: { number: number; note: string; onDone: () => void }) {
  const { actions } = useEditorApi()
  const showNote = useShowNote()
  const [text, setText] = useState(note)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const fieldId = useId()

  async function save() {
    setBusy(true)
    const result = await actions.versions.setNote(number, text).catch(() => null)
    setBusy(false)
    if (result?.ok) {
      showNote(number, text.trim())
      onDone()
    } else setFailure(result?.message ?? 'The server could not be reached. Try again.')
  }

  return (
    <form
      className="grid gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Label htmlFor={fieldId}>Note</Label>
      <Textarea
        id={fieldId}
        autoFocus
        value={text}
        maxLength={500}
        aria-invalid={failure !== null}
        aria-describedby={failure === null ? undefined : `${fieldId}-error`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
        }}
      />
      {failure ? (
        <p id={`${fieldId}-error`} role="alert" className="text-danger text-xs">
          {failure}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
        <Button size="sm" type="submit" variant="primary" loading={busy}>
          Save note
        </Button>
      </div>
    </form>
  )
}
