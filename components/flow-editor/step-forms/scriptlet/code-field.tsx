'use client'

import { lazy, Suspense, useId } from 'react'
import { FieldNotes } from '@/components/form/field'
import { useKnownPaths } from '@/components/template/known-paths'
import { Skeleton } from '@/components/ui/skeleton'
import { useFieldSlot, useStepFormContext } from '../step-form-context'

const CodeEditor = lazy(() => import('../../fields/code-editor'))

export interface CodeFieldProps {
  value: string
  argumentNames: readonly string[]
  onChange: (code: string) => void
}

/** The script itself. */
export function CodeField({ value, argumentNames, onChange }: CodeFieldProps) {
  const id = useId()
  const { readOnly } = useStepFormContext()
  const { paths } = useKnownPaths()
  const { fieldPath, error } = useFieldSlot()(['code'], value)
  const fields = (paths ?? []).flatMap(({ path, secret }) => (secret ? [] : (/^form\.(\w+)$/.exec(path)?.[1] ?? [])))
  return (
    <div data-field={fieldPath} className="grid min-w-0 grid-cols-1 gap-1.5">
      <span id={`${id}-label`} className="font-medium text-sm">
        Script
      </span>
      <Suspense fallback={<Skeleton className="h-32" />}>
        <CodeEditor
          value={value}
          onChange={onChange}
          members={{ args: argumentNames, form: fields, console: ['log', 'warn', 'error'] }}
          readOnly={readOnly}
          attributes={{
            'aria-labelledby': `${id}-label`,
            'aria-describedby': `${id}-description${error ? ` ${id}-error` : ''}`,
            ...(error ? { 'aria-invalid': 'true' } : {}),
          }}
        />
      </Suspense>
      <FieldNotes
        id={id}
        error={error}
        description={
          <>
            The body of a function: <code className="font-mono">return</code> the result as JSON. Assign{' '}
            <code className="font-mono">form.&lt;field&gt;</code> to replace what was submitted. There is no network,
            clock or randomness; at most 250 ms and 32 MB.
          </>
        }
      />
    </div>
  )
}
