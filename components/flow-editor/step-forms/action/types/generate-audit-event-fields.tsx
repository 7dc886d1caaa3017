'use client'

import type { GenerateAuditEventSettings } from '@/lib/steps/action/types/generate-audit-event'
import { ChoiceField, PlainField } from '../../../fields/plain-field'
import { FormSection } from '../../form-section'
import { useFieldSlot } from '../../step-form-context'
import { TypedRows } from '../../typed-rows'
import type { ActionFieldsProps } from './fields'

const SEVERITIES = [
  { value: 'info', label: 'Info' },
  { value: 'warn', label: 'Warning' },
  { value: 'error', label: 'Error' },
] as const

export function GenerateAuditEventFields({ settings, onChange }: ActionFieldsProps<GenerateAuditEventSettings>) {
  const slot = useFieldSlot()
  return (
    <>
      <FormSection title="Event">
        <div className="grid grid-cols-[minmax(0,1fr)_8rem] items-start gap-2">
          <PlainField
            label="Action"
            required
            mono
            maxLength={100}
            placeholder="order.approve"
            value={settings.action}
            onChange={(action) => onChange({ ...settings, action })}
            {...slot(['settings', 'action'], settings.action)}
          />
          <ChoiceField
            label="Severity"
            value={settings.severity}
            options={SEVERITIES}
            onChange={(severity) => onChange({ ...settings, severity }, 'Change severity')}
            {...slot(['settings', 'severity'], settings.severity)}
          />
        </div>
        <p className="text-pretty text-subtle text-xs">
          The line names this flow, its execution, and the user and tenant that it knows. It is there for good: put no
          secret into it.
        </p>
      </FormSection>
      <TypedRows
        title="Data"
        description={settings.data.length === 0 ? 'What else the line should tell. None yet.' : undefined}
        noun="value"
        path={['settings', 'data']}
        rows={settings.data}
        keyPlaceholder="orderId"
        valuePlaceholder="{{client.orderId}}"
        maxKeyLength={60}
        onChange={(data, name) => onChange({ ...settings, data }, name)}
      />
    </>
  )
}
