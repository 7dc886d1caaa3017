'use client'

import { Plus, X } from 'lucide-react'
import { useFieldArray } from 'react-hook-form'
import { TextField } from '@/components/form/text-field'
import { Button, IconButton } from '@/components/ui/button'
import type { AppValues } from './app-values'

export interface ParameterRowsProps {
  name: 'authorizationUrlParams' | 'tokenUrlParams'
  /** Of whose requests: “authorization”. */
  of: string
}

/** Parameters that a provider wants beside the usual ones. */
export function ParameterRows({ name, of }: ParameterRowsProps) {
  const { fields, append, remove } = useFieldArray<AppValues, typeof name>({ name })
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">
        Further {of} parameters <span className="ml-0.5 font-normal text-subtle">optional</span>
      </legend>
      {fields.map((row, index) => (
        <div
          key={row.id}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2 gap-y-1.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
        >
          <TextField<AppValues>
            name={`${name}.${index}.key`}
            label={`Name of ${of} parameter ${index + 1}`}
            hideLabel
            autoComplete="off"
            spellCheck={false}
            placeholder="audience"
            inputClassName="font-mono text-xs"
          />
          <TextField<AppValues>
            name={`${name}.${index}.value`}
            label={`Value of ${of} parameter ${index + 1}`}
            hideLabel
            autoComplete="off"
            spellCheck={false}
            className="max-sm:col-span-2 max-sm:row-start-2"
            inputClassName="font-mono text-xs"
          />
          <IconButton label={`Remove ${of} parameter ${index + 1}`} onClick={() => remove(index)}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="sm" onClick={() => append({ key: '', value: '' })}>
          <Plus aria-hidden /> Add {of} parameter
        </Button>
        <p className="text-subtle text-xs">Not for secrets: everyone who may see the connection reads them.</p>
      </div>
    </fieldset>
  )
}
