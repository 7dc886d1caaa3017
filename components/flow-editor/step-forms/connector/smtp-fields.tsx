'use client'

import { useController } from 'react-hook-form'
import { TemplateArea, TemplateField } from '@/components/template/template-field'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { PlainField } from '../../fields/plain-field'
import { FormSection } from '../form-section'
import { useFieldSlot } from '../step-form-context'
import { TimeoutField } from './timeout-field'
import type { CallFieldsProps } from './types'

type Mail = NonNullable<ConnectorStep['smtp']>
const EMPTY: Mail = { to: '', subject: '' }

/** The mail of a SMTP connector's step. */
export function SmtpFields({ control, chosen }: CallFieldsProps) {
  const slot = useFieldSlot()
  const smtp = useController({ control, name: 'smtp' }).field
  const value = smtp.value ?? EMPTY
  const change = (part: Partial<Mail>) => smtp.onChange({ ...value, ...part })
  // One that is empty is left out of the flow.
  const orNone = (text: string) => (text === '' ? undefined : text)
  return (
    <FormSection title="Mail">
      <PlainField
        label="Mail server"
        mono
        disabled
        value={chosen?.detail ?? ''}
        placeholder="Comes from the connector"
        onChange={() => {}}
      />
      <TemplateField
        label="To"
        required
        maxLength={8_000}
        placeholder="{{form.email}}"
        value={value.to}
        onChange={(to) => change({ to })}
        description="Several are separated by commas. One value is one address, or a list of them."
        {...slot(['smtp', 'to'], value.to)}
      />
      <TemplateField
        label="Cc"
        optional
        maxLength={8_000}
        value={value.cc ?? ''}
        onChange={(cc) => change({ cc: orNone(cc) })}
        {...slot(['smtp', 'cc'], value.cc)}
      />
      <TemplateField
        label="Subject"
        required
        maxLength={1_000}
        value={value.subject}
        onChange={(subject) => change({ subject })}
        {...slot(['smtp', 'subject'], value.subject)}
      />
      <TemplateArea
        label="Text"
        maxLength={100_000}
        value={value.text ?? ''}
        onChange={(text) => change({ text: orNone(text) })}
        {...slot(['smtp', 'text'], value.text)}
      />
      <TemplateArea
        label="HTML"
        optional
        mono
        maxLength={200_000}
        value={value.html ?? ''}
        onChange={(html) => change({ html: orNone(html) })}
        description="Values stand in it as text: their < and & are written as such."
        {...slot(['smtp', 'html'], value.html)}
      />
      <TimeoutField control={control} />
    </FormSection>
  )
}
