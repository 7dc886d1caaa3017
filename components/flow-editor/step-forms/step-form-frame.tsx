'use client'

import { type ReactNode, useMemo } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import type { Step } from '@/lib/steps/schemas'
import { useEditor, useView } from '../store/context'
import { StepFormProvider } from './step-form-context'
import { flattenErrors } from './step-resolver'
import type { StepSync } from './use-step-form'

export interface StepFormProps<S> {
  stepId: string
  step: S
}

export interface StepFormFrameProps<S extends Step> {
  stepId: string
  form: UseFormReturn<S>
  sync: StepSync
  children: ReactNode
}

/** Joins a step's form to the editor: errors at their fields, fields that a problem leads to, read-only for viewers. */
export function StepFormFrame<S extends Step>({ stepId, form, sync, children }: StepFormFrameProps<S>) {
  const readOnly = useEditor((state) => state.readOnly)
  const focus = useView((state) => (state.fieldFocus?.stepId === stepId ? state.fieldFocus : null))
  const fieldErrors = form.formState.errors
  // The errors object may keep its identity while its content changes, so it is read at every render.
  const errorsKey = JSON.stringify(flattenErrors(fieldErrors))
  const errors = useMemo<Record<string, string>>(() => JSON.parse(errorsKey), [errorsKey])
  return (
    <StepFormProvider
      stepId={stepId}
      errors={errors}
      showAll={focus !== null}
      wanted={focus?.path ?? null}
      readOnly={readOnly}
      commit={sync.commit}
      onLeaveField={sync.flush}
    >
      {children}
    </StepFormProvider>
  )
}
