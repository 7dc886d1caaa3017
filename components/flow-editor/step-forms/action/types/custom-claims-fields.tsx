'use client'

import { useRef } from 'react'
import { Segmented } from '@/components/ui/segmented'
import type { CustomClaimsSettings } from '@/lib/steps/action/types/custom-claims'
import { JsonTemplateField } from '../../../fields/json-template-field'
import { useEditorApi } from '../../../store/context'
import { FormSection } from '../../form-section'
import { useFieldSlot, useStepFormContext } from '../../step-form-context'
import { TypedRows } from '../../typed-rows'
import type { ActionFieldsProps } from './fields'

type Mode = CustomClaimsSettings['mode']

const EMPTY: { [M in Mode]: Extract<CustomClaimsSettings, { mode: M }> } = {
  rows: { mode: 'rows', claims: [{ key: '', type: 'string', value: '' }] },
  json: { mode: 'json', claims: {} },
}

export function CustomClaimsFields({ settings, onChange }: ActionFieldsProps<CustomClaimsSettings>) {
  const slot = useFieldSlot()
  const { stepId, readOnly } = useStepFormContext()
  const { projectId, flowId } = useEditorApi()
  // Looking at the other form must not throw away what was written.
  const kept = useRef<Partial<Record<Mode, CustomClaimsSettings>>>({})
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
            onValueChange={(mode) => {
              kept.current[settings.mode] = settings
              onChange(kept.current[mode] ?? EMPTY[mode], 'Change form of the claims')
            }}
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
