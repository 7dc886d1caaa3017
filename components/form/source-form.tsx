'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { SourceText, type SourceTextProps } from './source-text'

export interface SourceFormProps extends Omit<SourceTextProps, 'invalid'> {
  /** What is wrong with the text and what to do about it; null when nothing is. */
  failure: ReactNode
  submitLabel: string
  busy?: boolean
  onSubmit: () => void
}

/** The body and foot of a dialog that takes a text written elsewhere: the text, what is wrong with it, and going on. */
export function SourceForm({ failure, submitLabel, busy = false, onSubmit, ...source }: SourceFormProps) {
  return (
    <>
      <DialogBody className="grid content-start gap-3">
        <SourceText {...source} invalid={failure !== null} />
        {failure}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant="primary" loading={busy} onClick={onSubmit}>
          {submitLabel}
        </Button>
      </DialogFooter>
    </>
  )
}
