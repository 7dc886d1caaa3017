'use client'

import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { Field } from '@/components/form/field'
import { Input } from '@/components/ui/input'
import type { AppTemplate } from '@/lib/outbound/apps/templates/template'
import { templateAddresses, toDraft } from '@/lib/outbound/apps/templates/to-draft'
import type { AppValues } from './app-values'
import { FormSection } from './form-section'

/** What each customer of a provider has for themselves, put into the addresses as it is typed. */
export function TemplateInputs({ template }: { template: AppTemplate }) {
  const form = useFormContext<AppValues>()
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({})

  function change(key: string, value: string) {
    const next = { ...given, [key]: value }
    setGiven(next)
    const draft = toDraft(template, next)
    if (draft.type !== 'oauth') return
    for (const field of templateAddresses) {
      const address = draft[field]
      if (address !== undefined && template.config?.[field]?.includes('{'))
        form.setValue(field, address, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
    }
  }

  return (
    <FormSection title="At the provider" description={`${template.name} has addresses of its own for each customer.`}>
      {template.inputs?.map(({ key, label, placeholder }) => (
        <Field
          key={key}
          label={label}
          required
          className="sm:max-w-80"
          description={
            /^[A-Za-z0-9-]*$/.test((given[key] ?? '').trim()) ? 'Filled into the addresses below.' : undefined
          }
          error={
            /^[A-Za-z0-9-]*$/.test((given[key] ?? '').trim())
              ? undefined
              : 'Use letters, digits and dashes: it is a part of the host’s name.'
          }
        >
          {(control) => (
            <Input
              {...control}
              value={given[key] ?? ''}
              placeholder={placeholder}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change(key, event.target.value)}
            />
          )}
        </Field>
      ))}
    </FormSection>
  )
}
