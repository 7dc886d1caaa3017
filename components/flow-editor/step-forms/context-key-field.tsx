'use client'

import { PlainField } from '../fields/plain-field'
import { useEditor } from '../store/context'
import { contextKeyError } from './context-key'
import { useFieldSlot } from './step-form-context'

export interface ContextKeyFieldProps {
  stepId: string
  /** Where the results of such steps lie. */
  root: string
  /** What lies there: `what the script returned`. */
  what: string
  value: string
  onChange: (key: string) => void
}

/** Under which key a step keeps what it came to. */
export function ContextKeyField({ stepId, root, what, value, onChange }: ContextKeyFieldProps) {
  const taken = useEditor((state) => contextKeyError(state.document, stepId, value))
  const { fieldPath, error } = useFieldSlot()(['contextKey'], value)
  return (
    <PlainField
      label="Context key"
      mono
      maxLength={60}
      value={value}
      onChange={onChange}
      fieldPath={fieldPath}
      error={error ?? taken}
      description={
        <>
          Later steps read {what} as <code className="break-words font-mono">{`{{${root}.${value || 'key'}}}`}</code>.
        </>
      }
    />
  )
}
