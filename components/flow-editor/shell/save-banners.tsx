'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { RelativeTime } from '@/components/ui/relative-time'
import { useEditor, useEditorApi } from '../store/context'
import { isConflict } from '../store/draft-saver'
import type { SaveState } from '../store/types'

/** What keeps the draft from being saved, with what to do about it. */
export function SaveBanners() {
  const save = useEditor((state) => state.save)
  if (isConflict(save)) return <Conflict theirs={'theirs' in save ? save.theirs : undefined} />
  if (save.status === 'rejected') return <Rejected message={save.message} />
  if (save.status === 'unreachable') return <Unreachable attempts={save.attempts} />
  return null
}

function Conflict({ theirs }: { theirs: Extract<SaveState, { status: 'rejected' }>['theirs'] }) {
  const editor = useEditorApi()
  const [busy, setBusy] = useState<'theirs' | 'mine' | 'copy' | null>(null)

  async function takeTheirs() {
    setBusy('theirs')
    const result = await editor.takeTheirs()
    setBusy(null)
    if (result.ok) {
      toast.success('You see the saved version now.', {
        description: 'Undo brings yours back.',
        action: { label: 'Undo', onClick: () => editor.undo() },
      })
    } else toast.error(result.message)
  }

  async function overwrite() {
    setBusy('mine')
    if (await editor.overwriteTheirs()) toast.success('Your version is saved.')
    setBusy(null)
  }

  async function saveCopy() {
    setBusy('copy')
    const result = await editor.actions.saveCopy(editor.document.getState().document).catch(() => null)
    setBusy(null)
    if (!result) toast.error('The server could not be reached. Your version is still here; try again.')
    else if (!result.ok) toast.error(result.message)
    else {
      await editor.takeTheirs()
      const path = `/p/${editor.projectId}/flows/${result.data.id}`
      toast.success('Your version is a flow of its own now.', {
        action: { label: 'Open', onClick: () => window.location.assign(path) },
        duration: 15_000,
      })
    }
  }

  return (
    <Callout
      role="alert"
      tone="warning"
      title="This draft was saved elsewhere after you opened it"
      className="rounded-none border-x-0 border-t-0"
      actions={
        <>
          <Button size="sm" loading={busy === 'theirs'} disabled={busy !== null} onClick={() => void takeTheirs()}>
            Reload theirs
          </Button>
          <Button size="sm" loading={busy === 'mine'} disabled={busy !== null} onClick={() => void overwrite()}>
            Overwrite with mine
          </Button>
          <Button size="sm" loading={busy === 'copy'} disabled={busy !== null} onClick={() => void saveCopy()}>
            Save mine as a copy
          </Button>
        </>
      }
    >
      {theirs ? (
        <>
          {theirs.savedBy ?? 'Someone'} saved it <RelativeTime value={theirs.savedAt} />.{' '}
        </>
      ) : null}
      Nothing of yours is lost: it stays here and in this browser until you choose.
    </Callout>
  )
}

function Rejected({ message }: { message: string }) {
  const editor = useEditorApi()
  return (
    <Callout
      role="alert"
      tone="danger"
      title="The draft could not be saved"
      className="rounded-none border-x-0 border-t-0"
      actions={
        <>
          <Button size="sm" onClick={() => void editor.flush()}>
            Try again
          </Button>
          <Button size="sm" onClick={() => void copyFlow(editor.document.getState().document)}>
            Copy the flow as JSON
          </Button>
        </>
      }
    >
      {message} What you changed stays in this browser.
    </Callout>
  )
}

function Unreachable({ attempts }: { attempts: number }) {
  if (attempts < 2) return null
  return (
    <Callout
      role="alert"
      tone="warning"
      title="The server cannot be reached"
      className="rounded-none border-x-0 border-t-0"
    >
      Go on working: what you change is kept in this browser and saved as soon as the server answers.
    </Callout>
  )
}

async function copyFlow(document: unknown): Promise<void> {
  try {
    await navigator.clipboard.writeText(JSON.stringify(document, null, 2))
    toast.success('The flow is on the clipboard.')
  } catch {
    toast.error('The browser refused the clipboard. Allow it for this page and try again.')
  }
}
