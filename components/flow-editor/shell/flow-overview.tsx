'use client'

import { MousePointerClick } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Kbd } from '@/components/ui/kbd'
import { Label } from '@/components/ui/label'
import { Textarea } from '@/components/ui/textarea'
import { useCommand, useEditor, useEditorApi, useView } from '../store/context'
import { deleteSelection, duplicateSelection } from '../store/editing'
import { openOverlay } from '../store/view-actions'

/** The inspector while no single step is selected: the flow itself, or what can be done with several steps. */
export function FlowOverview() {
  const selected = useView((state) => state.selection.length)
  return selected > 1 ? <SeveralSteps count={selected} /> : <FlowSettings />
}

function FlowSettings() {
  const command = useCommand()
  const editor = useEditorApi()
  const id = useEditor((state) => state.document.id)
  const description = useEditor((state) => state.document.description ?? '')
  const stepCount = useEditor((state) => Object.keys(state.document.steps).length)
  const readOnly = useEditor((state) => state.readOnly)
  const [text, setText] = useState(description)
  const fieldId = useId()
  useEffect(() => setText(description), [description])

  const commit = () => {
    if (text === description) return
    command(
      'Edit description',
      (draft) => {
        if (text === '') delete draft.description
        else draft.description = text
      },
      { undo: 'record' },
    )
  }
  return (
    <div className="grid gap-4 p-4">
      <div className="grid gap-1">
        <h2 className="font-semibold text-sm">This flow</h2>
        <p className="flex items-center gap-1 text-muted text-xs">
          <span className="truncate font-mono">{id}</span>
          <CopyButton value={id} label="Copy the flow's id" />
        </p>
      </div>
      <div className="grid gap-1.5">
        <Label htmlFor={fieldId}>Description</Label>
        <Textarea
          id={fieldId}
          value={text}
          maxLength={1000}
          readOnly={readOnly}
          placeholder="What it is for"
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
        />
      </div>
      <div className="rounded-lg border border-line-strong border-dashed p-4 text-center text-muted text-sm">
        <MousePointerClick aria-hidden className="mx-auto mb-2 size-5 text-subtle" />
        {stepCount === 1 && !readOnly ? (
          <>
            <p className="mb-3">Every flow begins at Start. Add what comes first.</p>
            <Button
              variant="primary"
              onClick={() => openOverlay(editor, { type: 'add', from: { stepId: 'start', port: 'default' }, at: null })}
            >
              Add the first step
            </Button>
          </>
        ) : (
          <p>
            Select a step to see its settings.
            {readOnly ? null : (
              <>
                {' '}
                Press <Kbd>/</Kbd> to add one, <Kbd>?</Kbd> for all shortcuts.
              </>
            )}
          </p>
        )}
      </div>
    </div>
  )
}

function SeveralSteps({ count }: { count: number }) {
  const editor = useEditorApi()
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <div className="grid gap-3 p-4">
      <h2 className="font-semibold text-sm">{count} steps selected</h2>
      {readOnly ? null : (
        <>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => duplicateSelection(editor)}>Duplicate</Button>
            <Button variant="danger-ghost" onClick={() => deleteSelection(editor)}>
              Delete
            </Button>
          </div>
          <p className="text-muted text-sm">
            Drag or use the arrow keys to move them together. <Kbd>Ctrl C</Kbd> copies them for this or another flow.
          </p>
        </>
      )}
    </div>
  )
}
