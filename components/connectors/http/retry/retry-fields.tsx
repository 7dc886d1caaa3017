'use client'

import { useId } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { FieldNotes } from '@/components/form/field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { Checkbox } from '@/components/ui/checkbox'
import { MAX_RETRY_ATTEMPTS } from '@/lib/connectors/http/retry/schema'
import { httpVerbs } from '@/lib/steps/connector/types/http'
import type { ConnectorValues } from '../connector-values'

/** When a failed request is sent once more. */
export function RetryFields() {
  const on = useWatch<ConnectorValues, 'retry.on'>({ name: 'retry.on' })
  return (
    <div className="grid gap-4">
      <SwitchField<ConnectorValues>
        name="retry.on"
        label="Try failed requests again"
        description="After a busy answer or a connection that failed. All attempts and the waits between them share the timeout of the step."
      />
      {on ? (
        <div className="grid gap-4 sm:grid-cols-2 sm:pl-11">
          <TextField<ConnectorValues>
            name="retry.attempts"
            label="Attempts"
            required
            type="number"
            inputMode="numeric"
            description={`The first one included. 2 to ${MAX_RETRY_ATTEMPTS}. Waits of ½ s, 1 s, 2 s, … or what Retry-After asks for.`}
          />
          <TextField<ConnectorValues>
            name="retry.statuses"
            label="Statuses"
            optional
            autoComplete="off"
            spellCheck={false}
            inputClassName="font-mono text-xs"
            placeholder="429, 502, 503, 504"
            description="Answers that are worth another attempt, besides connections that failed."
          />
          <VerbBoxes />
        </div>
      ) : null}
    </div>
  )
}

function VerbBoxes() {
  const id = useId()
  const { field, fieldState } = useController<ConnectorValues, 'retry.methods'>({ name: 'retry.methods' })
  const unsafe = field.value.filter((verb) => verb === 'POST' || verb === 'PATCH')
  return (
    <fieldset className="sm:col-span-2" aria-describedby={`${id}-description`}>
      <legend className="mb-1.5 font-medium text-sm">Verbs</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {httpVerbs.map((verb) => (
          <span key={verb} className="flex items-center gap-1.5">
            <Checkbox
              id={`${id}-${verb}`}
              checked={field.value.includes(verb)}
              aria-invalid={fieldState.error ? true : undefined}
              onCheckedChange={(checked) =>
                field.onChange(httpVerbs.filter((one) => (one === verb ? checked === true : field.value.includes(one))))
              }
            />
            <label htmlFor={`${id}-${verb}`} className="font-mono text-xs">
              {verb}
            </label>
          </span>
        ))}
      </div>
      <div className="mt-1.5">
        <FieldNotes
          id={id}
          error={fieldState.error?.message}
          description={
            unsafe.length > 0 ? (
              <span className="text-warning">
                {unsafe.join(' and ')} may do the work twice when the first attempt arrived after all. Choose it only
                where the API recognises a repeated request.
              </span>
            ) : (
              'POST and PATCH are left out: sent twice they may do their work twice.'
            )
          }
        />
      </div>
    </fieldset>
  )
}
