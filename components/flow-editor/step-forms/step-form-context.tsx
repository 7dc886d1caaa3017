'use client'

import { createContext, type FocusEvent, type ReactNode, useContext, useState } from 'react'

type FieldPath = readonly (string | number)[]

interface StepForm {
  stepId: string
  /** Every error of the step, by path: `components.0.text`. */
  errors: Readonly<Record<string, string>>
  touched: ReadonlySet<string>
  /** Show the errors of fields that nobody has touched, too. */
  showAll: boolean
  /** The field that someone asked for: the form opens what hides it. */
  wanted: FieldPath | null
  readOnly: boolean
  /** Writes the form into the document now, as an undo entry of this name. */
  commit: (name: string) => void
}

const StepFormContext = createContext<StepForm | null>(null)

export interface StepFormProviderProps extends Omit<StepForm, 'touched'> {
  /** What waits to be written is written. */
  onLeaveField: () => void
  children: ReactNode
}

/** The frame of every step form: knows which fields were touched, so that an empty new field is not red at once. */
export function StepFormProvider({ onLeaveField, children, ...form }: StepFormProviderProps) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const onBlur = (event: FocusEvent) => {
    const field = event.target.closest('[data-field]')?.getAttribute('data-field')
    if (field && !touched.has(field)) setTouched(new Set([...touched, field]))
    onLeaveField()
  }
  return (
    <StepFormContext value={{ ...form, touched }}>
      {/* Ctrl+S, Ctrl+Enter and undo act on the document, so they must find what was typed last in it. */}
      <fieldset
        disabled={form.readOnly}
        className="grid min-w-0 grid-cols-1 gap-4"
        onBlur={onBlur}
        onKeyDownCapture={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key.length === 1) onLeaveField()
        }}
      >
        {children}
      </fieldset>
    </StepFormContext>
  )
}

export function useStepFormContext(): StepForm {
  const form = useContext(StepFormContext)
  if (!form) throw new Error('This component must be inside a StepFormProvider.')
  return form
}

/** Gives a field its place and its error: `<TemplateField {...slot(['endpoint'], value)} />`. */
export function useFieldSlot(): (path: FieldPath, value: unknown) => { fieldPath: string; error: string | undefined } {
  const { errors, touched, showAll } = useStepFormContext()
  return (path, value) => {
    const fieldPath = path.join('.')
    const blank = value === '' || value === undefined || value === null
    return { fieldPath, error: showAll || touched.has(fieldPath) || !blank ? errors[fieldPath] : undefined }
  }
}
