'use client'

import { useState } from 'react'
import { LONGEST_CONNECT_MINUTES } from '@/lib/outbound/connect/limits'
import type { ConnectApiKeySettings, ConnectSettings } from '@/lib/steps/action/types/outbound-apps'
import { PlainField } from '../../../fields/plain-field'
import { AppPicker } from '../../app-picker'
import { FormSection } from '../../form-section'
import { useFieldSlot } from '../../step-form-context'
import type { ActionFieldsProps } from './fields'

const NONE = 'The pressed button’s connection'
const CHOICE =
  'Used when neither the application that starts the flow (outboundAppId) nor the pressed Outbound App button names one.'

/** Of an action that connects an account at a provider. */
export function ConnectFields({ settings, onChange }: ActionFieldsProps<ConnectSettings>) {
  const slot = useFieldSlot()
  return (
    <FormSection title="What is connected">
      <AppPicker
        value={settings.app}
        type="oauth"
        none={NONE}
        description={CHOICE}
        onChange={(app) => onChange({ ...settings, app }, 'Choose connection')}
        {...slot(['settings', 'app'], settings.app)}
      />
      <ScopesField settings={settings} onChange={onChange} />
      <p className="text-pretty text-subtle text-xs">
        The provider opens in a window of its own, and the flow goes on when access was allowed there. After{' '}
        {LONGEST_CONNECT_MINUTES} minutes it is an error.
      </p>
    </FormSection>
  )
}

/** Of an action that asks for an API key. */
export function ConnectApiKeyFields({ settings, onChange }: ActionFieldsProps<ConnectApiKeySettings>) {
  const slot = useFieldSlot()
  return (
    <FormSection title="What is connected">
      <AppPicker
        value={settings.app}
        type="apiKey"
        none={NONE}
        description={CHOICE}
        onChange={(app) => onChange({ app }, 'Choose connection')}
        {...slot(['settings', 'app'], settings.app)}
      />
      <p className="text-pretty text-subtle text-xs">
        The step brings its own screen, on which the key is typed in. The key is stored sealed; it never enters the
        context, a message or a log.
      </p>
    </FormSection>
  )
}

function ScopesField({ settings, onChange }: ActionFieldsProps<ConnectSettings>) {
  const slot = useFieldSlot()
  const { scopes } = settings
  // What is typed, blanks at the end included; the settings hold what it means.
  const [text, setText] = useState(scopes.join(' '))
  const shown = isSame(split(text), scopes) ? text : scopes.join(' ')
  const { fieldPath, error } = slot(['settings', 'scopes'], scopes)
  return (
    <PlainField
      label="Scopes"
      optional
      mono
      multiline
      maxLength={20_000}
      placeholder="The connection’s own"
      description="Asked for instead of the connection’s own, unless the start of the flow names some (outboundAppScopes). Separated by blanks."
      value={shown}
      onChange={(next) => {
        setText(next)
        onChange({ ...settings, scopes: split(next) })
      }}
      fieldPath={fieldPath}
      error={error ?? slot(['settings', 'scopes', Math.max(0, scopes.findIndex(isOdd))], scopes).error}
    />
  )
}

const isOdd = (scope: string) => !/^[!#-[\]-~]{1,500}$/.test(scope)

function split(text: string): string[] {
  return text.split(/\s+/).filter((scope) => scope !== '')
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.join(' ') === right.join(' ')
}
