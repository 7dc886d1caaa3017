'use client'

import { ChevronRight } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useId, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Skeleton } from '@/components/ui/skeleton'
import { type InputName, inputNames, type RunnerInputs, readInput } from './runner-inputs'

const JsonInput = dynamic(() => import('./json-input'), {
  ssr: false,
  loading: () => <Skeleton className="h-16 rounded-md" />,
})

const texts: Readonly<Record<InputName, { label: string; help: string }>> = {
  client: { label: 'Client', help: 'What the calling application passes in: {{client.…}}' },
  form: { label: 'Form', help: 'Values known before the first screen: {{form.…}}' },
}

export interface InputsEditorProps {
  inputs: RunnerInputs
  errors: Partial<RunnerInputs>
  onChange: (inputs: RunnerInputs) => void
}

/** What a run is given from outside, as JSON; folded away until it is wanted. */
export function InputsEditor({ inputs, errors, onChange }: InputsEditorProps) {
  const [wanted, setWanted] = useState(false)
  const open = wanted || Object.keys(errors).length > 0
  const id = useId()
  const given = inputNames.filter((name) => {
    const read = readInput(inputs[name])
    return 'error' in read || Object.keys(read.value).length > 0
  })
  return (
    <section aria-label="Inputs" className="border-line border-b">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setWanted(!open)}
        className="flex w-full items-center gap-1.5 px-3 py-2 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
      >
        <ChevronRight aria-hidden className={cn('size-4 text-subtle transition-transform', open && 'rotate-90')} />
        <span className="font-medium">Inputs</span>
        <span className="ml-auto truncate text-subtle text-xs">
          {given.length === 0 ? 'None' : given.map((name) => texts[name].label).join(', ')}
        </span>
      </button>
      {open ? (
        <div id={id} className="grid gap-3 px-3 pt-1 pb-3">
          {inputNames.map((name) => (
            <InputField
              key={name}
              name={name}
              value={inputs[name]}
              error={errors[name]}
              onChange={(value) => onChange({ ...inputs, [name]: value })}
            />
          ))}
          <p className="text-subtle text-xs">
            Kept in this browser for this flow. Members named like secrets are not kept.
          </p>
        </div>
      ) : null}
    </section>
  )
}

interface InputFieldProps {
  name: InputName
  value: string
  error: string | undefined
  onChange: (value: string) => void
}

function InputField({ name, value, error, onChange }: InputFieldProps) {
  const id = useId()
  const { label, help } = texts[name]
  return (
    <div className="grid min-w-0 gap-1">
      <p className="flex items-baseline gap-2 text-xs">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span className="min-w-0 truncate text-subtle">{help}</span>
      </p>
      <div
        className={cn(
          'overflow-hidden rounded-md border bg-surface focus-within:border-accent focus-within:ring-2 focus-within:ring-ring/40 dark:bg-sunken',
          error ? 'border-danger-solid' : 'border-control/70',
        )}
      >
        <JsonInput
          id={id}
          label={`${label} input, JSON`}
          value={value}
          onChange={onChange}
          describedBy={error ? `${id}-error` : undefined}
          invalid={error !== undefined}
        />
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-danger text-xs">
          {error}
        </p>
      ) : null}
    </div>
  )
}
