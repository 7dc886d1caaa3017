'use client'

import { useId } from 'react'
import { useController } from 'react-hook-form'
import { FieldNotes } from '@/components/form/field'
import { Checkbox } from '@/components/ui/checkbox'
import { prompts } from '@/lib/outbound/apps/schema'
import type { AppValues } from './app-values'

const labels: Readonly<Record<(typeof prompts)[number], string>> = {
  none: 'None: show nothing, or fail',
  login: 'Login: sign in again',
  consent: 'Consent: ask again',
  select_account: 'Select account',
}

/** What the provider shall show each time (OpenID Connect). Nothing chosen: as it likes. */
export function PromptField() {
  const id = useId()
  const { field, fieldState } = useController<AppValues, 'prompt'>({ name: 'prompt' })
  const error = fieldState.error?.message
  return (
    <fieldset aria-describedby={`${id}-description${error ? ` ${id}-error` : ''}`} className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">
        Prompt <span className="ml-0.5 font-normal text-subtle">optional</span>
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {prompts.map((prompt) => (
          <div key={prompt} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${prompt}`}
              checked={field.value.includes(prompt)}
              aria-invalid={error ? true : undefined}
              onBlur={field.onBlur}
              onCheckedChange={(checked) =>
                field.onChange(
                  prompts.filter((each) => (each === prompt ? checked === true : field.value.includes(each))),
                )
              }
            />
            <label htmlFor={`${id}-${prompt}`} className="text-sm">
              {labels[prompt]}
            </label>
          </div>
        ))}
      </div>
      <FieldNotes
        id={id}
        description="What the provider shows each time. Consent makes some, Google for one, send a refresh token again."
        error={error}
      />
    </fieldset>
  )
}
