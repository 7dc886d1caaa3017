'use client'

import type { ReactNode } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { useLeaveGuard } from '@/components/form/use-leave-guard'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import type { Attribute } from '@/lib/identity/attributes/schema'
import { AttributeFields } from './attributes/attribute-fields'

type SaveResult = { ok: true } | { ok: false; code: string; message: string; fields?: Record<string, string> }

export interface RecordFormProps<Values extends FieldValues> {
  form: UseFormReturn<Values>
  /** user, tenant */
  noun: string
  isNew: boolean
  attributes: readonly Attribute[]
  canWrite: boolean
  /** Refusals go to the fields that they name. */
  onSave: (values: Values) => Promise<SaveResult>
  /** After it was saved. */
  onSaved: (values: Values) => void
  /** The cards of fields; those of the custom attributes follow them. */
  children: ReactNode
}

/** The form of a user or tenant: what is typed survives a failed save, and is not left without a question. */
export function RecordForm<Values extends FieldValues>({
  form,
  noun,
  isNew,
  attributes,
  canWrite,
  onSave,
  onSaved,
  children,
}: RecordFormProps<Values>) {
  const { isDirty, isSubmitSuccessful } = form.formState
  const guard = useLeaveGuard(isDirty && !(isSubmitSuccessful && isNew))

  async function submit(values: Values) {
    const saved = await onSave(values)
    if (!saved.ok) return applyActionError(form, saved)
    onSaved(values)
  }

  return (
    <Form form={form} onSubmit={submit} aria-label={isNew ? `New ${noun}` : capitalized(noun)}>
      <ErrorSummary />
      {children}
      {attributes.length > 0 ? (
        <Card>
          <CardHeader>
            <CardTitle>Custom attributes</CardTitle>
          </CardHeader>
          <CardContent>
            <AttributeFields attributes={attributes} disabled={!canWrite} />
          </CardContent>
        </Card>
      ) : null}
      {canWrite ? (
        <Card className={isDirty ? 'sticky bottom-3 z-10 shadow-lg' : undefined}>
          <CardFooter className="rounded-xl border-t-0">
            {isDirty && !isNew ? <span className="mr-auto text-muted text-sm">Not saved yet</span> : null}
            <SubmitButton whenDirty>{isNew ? `Create ${noun}` : `Save ${noun}`}</SubmitButton>
          </CardFooter>
        </Card>
      ) : null}
      <ConfirmDialog
        open={guard.asking}
        onOpenChange={(open) => (open ? undefined : guard.stay())}
        title="Leave without saving?"
        description={`What you changed of this ${noun} is not saved and would be lost.`}
        confirmLabel="Leave without saving"
        cancelLabel="Keep editing"
        onConfirm={guard.leave}
      />
    </Form>
  )
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
