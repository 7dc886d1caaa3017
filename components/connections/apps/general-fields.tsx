'use client'

import { useEffect } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { ImageField } from '@/components/form/image-field'
import { TextField } from '@/components/form/text-field'
import { TextareaField } from '@/components/form/textarea-field'
import { type AppValues, toId } from './app-values'
import { FormSection } from './form-section'

/** What the connection is called and looks like. */
export function GeneralFields({ isNew }: { isNew: boolean }) {
  const form = useFormContext<AppValues>()

  const name = useWatch<AppValues, 'name'>({ name: 'name' })

  // The id follows the name as it is typed, until someone writes one; that of a template stays until then.
  useEffect(() => {
    if (!isNew || !form.getFieldState('name').isDirty || form.getFieldState('id').isDirty) return
    form.resetField('id', { defaultValue: toId(name) })
  }, [form, isNew, name])

  return (
    <FormSection title="General">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField<AppValues>
          name="name"
          label="Name"
          required
          autoComplete="off"
          autoFocus={isNew}
          placeholder="Google Calendar"
        />
        <TextField<AppValues>
          name="id"
          label="ID"
          required
          disabled={!isNew}
          autoComplete="off"
          spellCheck={false}
          placeholder="google-calendar"
          inputClassName="font-mono text-xs"
          description={
            isNew ? 'Applications and flows call it by this. It cannot be changed later.' : 'Fixed since it was made.'
          }
        />
      </div>
      <TextareaField<AppValues> name="description" label="Description" optional rows={2} />
      <ImageField<AppValues>
        name="logo"
        label="Logo"
        description="On screens and in widgets. Upload one of at most 30 KB, or give its address; this console shows uploaded ones alone."
      />
    </FormSection>
  )
}
