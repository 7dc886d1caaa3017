'use client'

import { useRef } from 'react'
import { Segmented } from '@/components/ui/segmented'
import { type CustomClaimsSettings, toClaimsObject } from '@/lib/steps/action/types/custom-claims'
import { JsonTemplateField } from '../../../fields/json-template-field'
import { useEditorApi } from '../../../store/context'
import { FormSection } from '../../form-section'
import { useFieldSlot, useStepFormContext } from '../../step-form-context'
import { TypedRows } from '../../typed-rows'
import type { ActionFieldsProps } from './fields'

type Mode = CustomClaimsSettings['mode']
type SettingsIn<M extends Mode> = Extract<CustomClaimsSettings, { mode: M }>

export function CustomClaimsFields({ settings, onChange }: ActionFieldsProps<CustomClaimsSettings>) {
  const slot = useFieldSlot()
  const { stepId, readOnly } = useStepFormContext()
  const { projectId, flowId } = useEditorApi()
  // Looking at the other form must not throw away what was written.
  const kept = useRef<{ [M in Mode]?: SettingsIn<M> | null }>({})
  /** The JSON that was made of the rows. As long as it is untouched, it follows them. */
  const made = useRef('')
  const show = (mode: Mode) => {
    const next = mode === 'json' ? toJsonForm() : toRowsForm()
    if (next) onChange(next, 'Change form of the claims')
  }
  const toJsonForm = () => {
    if (settings.mode === 'json') return null
    kept.current.rows = settings
    if (kept.current.json) return kept.current.json
    const claims = toClaimsObject(settings.claims)
    made.current = JSON.stringify(claims)
    return { mode: 'json' as const, claims }
  }
  const toRowsForm = () => {
    if (settings.mode === 'rows') return null
    const text = JSON.stringify(settings.claims)
    kept.current.json = text === '{}' || text === made.current ? null : settings
    return kept.current.rows ?? { mode: 'rows' as const, claims: [{ key: '', type: 'string' as const, value: '' }] }
  }
  const jsonSlot = slot(['settings', 'claims'], settings.claims)
  return (
    <>
      <FormSection
        title="JWT"
        description="The session JWT carries these claims besides its own when the flow ends as a success. Names that Patchbay sets itself are refused."
        action={
          <Segmented
            size="sm"
            label="Form of the claims"
            value={settings.mode}
            onValueChange={show}
            options={[
              { value: 'rows', label: 'Rows' },
              { value: 'json', label: 'JSON' },
            ]}
          />
        }
      />
      {settings.mode === 'rows' ? (
        <TypedRows
          title="Claims"
          description={undefined}
          noun="claim"
          path={['settings', 'claims']}
          rows={settings.claims}
          keyLabel="Name"
          keyPlaceholder="plan"
          valuePlaceholder="{{user.customAttributes.plan}}"
          maxKeyLength={60}
          onChange={(claims, name) => onChange({ mode: 'rows', claims }, name)}
        />
      ) : (
        <JsonTemplateField
          label="Claims"
          draftKey={`${projectId}/${flowId}/${stepId}/claims`}
          disabled={readOnly}
          value={settings.claims}
          description="An object. A text that is exactly one {{path}} keeps the type of its value."
          onChange={(claims) => onChange({ mode: 'json', claims })}
          {...jsonSlot}
        />
      )}
    </>
  )
}
