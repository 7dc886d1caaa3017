'use client'

import { type FieldPath, type FieldValues, type UseFormReturn, useFormContext } from 'react-hook-form'
import { Callout } from '@/components/ui/callout'

/** What stopped the whole form: the server's answer, set with `applyActionError`. */
export function ErrorSummary({ className }: { className?: string }) {
  const { formState } = useFormContext()
  const message = formState.errors.root?.message
  if (!message) return null
  return (
    <Callout tone="danger" role="alert" className={className}>
      <span className="text-fg">{message}</span>
    </Callout>
  )
}

interface Failure {
  message: string
  fields?: Record<string, string> | undefined
}

/** Puts a failed action's answer where it belongs: beside its fields, and the rest on top of the form. */
export function applyActionError<T extends FieldValues, C, O>(form: UseFormReturn<T, C, O>, failure: Failure): void {
  let placed = false
  for (const [path, message] of Object.entries(failure.fields ?? {})) {
    if (!isFieldOf(form, path)) continue
    form.setError(path, { type: 'server', message }, { shouldFocus: !placed })
    placed = true
  }
  if (!placed) form.setError('root', { type: 'server', message: failure.message })
}

function isFieldOf<T extends FieldValues, C, O>(form: UseFormReturn<T, C, O>, path: string): path is FieldPath<T> {
  return Object.hasOwn(form.getValues(), path.split('.')[0] ?? '')
}
