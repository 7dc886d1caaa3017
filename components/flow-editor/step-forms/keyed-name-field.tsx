'use client'

import type { KeyedStep } from '@/lib/steps/context-key'
import { useEditorApi } from '../store/context'
import { followName } from './context-key'
import { StepNameField } from './step-name-field'

export interface KeyedNameFieldProps {
  stepId: string
  step: Pick<KeyedStep, 'kind' | 'name' | 'contextKey'>
  onChange: (member: 'name' | 'contextKey', value: string) => void
}

/** The name of a step with a context key, which follows the name until somebody chooses it. */
export function KeyedNameField({ stepId, step, onChange }: KeyedNameFieldProps) {
  const editor = useEditorApi()
  return (
    <StepNameField
      value={step.name}
      onChange={(name) => {
        const key = followName(editor.document.getState().document, stepId, step, name)
        onChange('name', name)
        if (key !== step.contextKey) onChange('contextKey', key)
      }}
    />
  )
}
