'use client'

import { ChevronRight } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useId, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import {
  type InputErrors,
  type InputName,
  jsonInputNames,
  plainInputNames,
  type RunnerInputs,
  readInput,
} from './runner-inputs'

const JsonInput = dynamic(() => import('./json-input'), {
  ssr: false,
  loading: () => <Skeleton className="h-16 rounded-md" />,
})

const texts: Readonly<Record<InputName, { label: string; help: string }>> = {
  client: { label: 'Client', help: 'What the calling application passes in: {{client.…}}' },
  form: { label: 'Form', help: 'Values known before the first screen: {{form.…}}' },
  user: { label: 'User', help: 'Id or login id: runs as if they had signed in.' },
  tenant: { label: 'Tenant', help: 'Id, with a user one of theirs: {{tenant.…}}' },
  outboundAppId: { label: 'Outbound app', help: 'Id, instead of the one that the flow would connect.' },
  outboundAppScopes: { label: 'Scopes', help: 'Instead of the step’s or the app’s, separated by spaces.' },
}

export interface InputsEditorProps {
  inputs: RunnerInputs
  errors: InputErrors
  onChange: (inputs: RunnerInputs) => void
}

/** What a run is given from outside, and whom it is for; folded away until it is wanted. */
export function InputsEditor({ inputs, errors, onChange }: InputsEditorProps) {
  const [wanted, setWanted] = useState(false)
  const open = wanted || Object.keys(errors).length > 0
  const id = useId()
  const given = describeGiven(inputs)
  function change(name: InputName, value: string) {
    // What an error has opened stays open when the typing takes the error away.
    setWanted(true)
    onChange({ ...inputs, [name]: value })
  }
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
        <span className="ml-auto truncate text-subtle text-xs">{given.length === 0 ? 'None' : given.join(', ')}</span>
      </button>
      {open ? (
        <div id={id} className="grid gap-3 px-3 pt-1 pb-3">
          {jsonInputNames.map((name) => (
            <JsonField
              key={name}
              name={name}
              value={inputs[name]}
              error={errors[name]}
              onChange={(value) => change(name, value)}
            />
          ))}
          {plainInputNames.map((name) => (
            <PlainField
              key={name}
              name={name}
              value={inputs[name]}
              error={errors[name]}
              onChange={(value) => change(name, value)}
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

/** What is given, in a few words: who it runs as must be seen while the fields are folded away. */
function describeGiven(inputs: RunnerInputs): string[] {
  const json = jsonInputNames.filter((name) => {
    const read = readInput(inputs[name])
    return 'error' in read || Object.keys(read.value).length > 0
  })
  const plain = plainInputNames.filter((name) => inputs[name].trim() !== '')
  return [
    ...plain.map((name) => `${texts[name].label} ${inputs[name].trim()}`),
    ...json.map((name) => texts[name].label),
  ]
}

interface InputFieldProps {
  name: InputName
  value: string
  error: string | undefined
  onChange: (value: string) => void
}

function JsonField({ name, value, error, onChange }: InputFieldProps) {
  const id = useId()
  const { label } = texts[name]
  return (
    <FieldFrame id={id} name={name} error={error}>
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
    </FieldFrame>
  )
}

function PlainField({ name, value, error, onChange }: InputFieldProps) {
  const id = useId()
  return (
    <FieldFrame id={id} name={name} error={error}>
      <Input
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-help ${id}-error` : `${id}-help`}
      />
    </FieldFrame>
  )
}

interface FieldFrameProps {
  id: string
  name: InputName
  error: string | undefined
  children: ReactNode
}

function FieldFrame({ id, name, error, children }: FieldFrameProps) {
  const { label, help } = texts[name]
  return (
    <div className="grid min-w-0 gap-1">
      <p className="flex items-baseline gap-2 text-xs">
        <label htmlFor={id} className="shrink-0 font-medium">
          {label}
        </label>
        <span id={`${id}-help`} className="min-w-0 text-pretty text-subtle">
          {help}
        </span>
      </p>
      {children}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-danger text-xs">
          {error}
        </p>
      ) : null}
    </div>
  )
}
