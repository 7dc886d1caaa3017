'use client'

import { KnownPathsProvider, useKnownPaths } from '@/components/template/known-paths'
import { TemplateArea, TemplateField } from '@/components/template/template-field'
import type { KnownPath } from '@/lib/flow/known-path'
import type { OtpEmailSettings } from '@/lib/steps/action/types/otp-email'
import { ChoiceField } from '../../../fields/plain-field'
import { useEditor } from '../../../store/context'
import { FormSection } from '../../form-section'
import { useFieldSlot } from '../../step-form-context'
import type { ActionFieldsProps } from './fields'

/** In the mail alone. */
const CODE: KnownPath = { path: 'otp.code', open: false, from: 'The code', sample: '123456' }

/** Stands for no connector: a choice needs a value. */
const NONE = 'none'

export function OtpEmailFields({ settings, onChange }: ActionFieldsProps<OtpEmailSettings>) {
  const slot = useFieldSlot()
  const known = useKnownPaths()
  const connectors = useEditor((state) => state.connectors)
  const mail = connectors.filter(({ type }) => type === 'smtp')
  const { connector } = settings
  const gone = connector !== '' && !mail.some(({ id }) => id === connector)
  return (
    <>
      <FormSection title="Code">
        <TemplateField
          label="E-mail address"
          required
          maxLength={1_000}
          placeholder="{{form.email}}"
          description="The code goes there; who types it in is signed in as the user with this login, or becomes one."
          value={settings.loginId}
          onChange={(loginId) => onChange({ ...settings, loginId })}
          {...slot(['settings', 'loginId'], settings.loginId)}
        />
        <ChoiceField
          label="Mail connector"
          value={connector || NONE}
          options={[
            { value: NONE, label: 'None', description: 'Show the code in the runner, to try the flow' },
            ...mail.map(({ id, name, detail }) => ({ value: id, label: name, description: detail })),
            ...(gone ? [{ value: connector, label: 'A connector that is not there any more' }] : []),
          ]}
          onChange={(chosen) =>
            onChange({ ...settings, connector: chosen === NONE ? '' : chosen }, 'Choose mail connector')
          }
          {...slot(['settings', 'connector'], connector)}
        />
        <p className="text-pretty text-subtle text-xs">
          Six digits, valid for 10 minutes and for 5 tries. Add a screen that asks for it and a step Verify Code; an
          edge from a button back to this step sends another one.
        </p>
      </FormSection>
      <KnownPathsProvider {...known} paths={known.paths && [...known.paths, CODE]}>
        <FormSection title="Mail">
          <TemplateField
            label="Subject"
            required
            maxLength={1_000}
            value={settings.subject}
            onChange={(subject) => onChange({ ...settings, subject })}
            {...slot(['settings', 'subject'], settings.subject)}
          />
          <TemplateArea
            label="Text"
            required
            maxLength={20_000}
            description="{{otp.code}} is the code. It is known in the mail alone."
            value={settings.text}
            onChange={(text) => onChange({ ...settings, text })}
            {...slot(['settings', 'text'], settings.text)}
          />
        </FormSection>
      </KnownPathsProvider>
    </>
  )
}
