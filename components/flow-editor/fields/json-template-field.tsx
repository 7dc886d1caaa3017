'use client'

import { lazy, type ReactNode, Suspense, useEffect, useId, useState } from 'react'
import { FieldNotes } from '@/components/form/field'
import { pathWarning, segmentText } from '@/components/template/highlight'
import { useKnownPaths } from '@/components/template/known-paths'
import { previewJson } from '@/components/template/preview'
import { TemplatePreview } from '@/components/template/template-preview'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import type { Json } from '@/lib/language/json'
import { formatJson, parseJsonText } from './json-text'

/** Text in the middle of typing is rarely JSON; it is called wrong only after a pause. */
const PAUSE_MS = 700

const JsonEditor = lazy(() => import('./json-editor'))

/** Text that is not JSON yet, by field: it outlives a change of step, though only valid JSON enters the document. */
const unfinished = new Map<string, string>()

export interface JsonTemplateFieldProps {
  label: string
  value: Json
  onChange: (value: Json) => void
  onBlur?: (() => void) | undefined
  description?: ReactNode
  error?: string | undefined
  disabled?: boolean | undefined
  fieldPath?: string | undefined
  /** Names this field in the whole page, so that unfinished text is found again. */
  draftKey: string
}

/** A JSON value whose texts may hold dynamic values. */
export function JsonTemplateField(props: JsonTemplateFieldProps) {
  const { label, value, onChange, description, error, disabled, draftKey } = props
  const id = useId()
  const { paths, context, secretsAllowed } = useKnownPaths()
  const [text, setText] = useState(() => unfinished.get(draftKey) ?? formatJson(value))
  const [seen, setSeen] = useState(value)
  const [settled, setSettled] = useState(text)
  const parsed = parseJsonText(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])

  // Another writer (undo, another panel) changed the value: show theirs.
  if (seen !== value) {
    setSeen(value)
    if (JSON.stringify(value) !== JSON.stringify(seen)) setText(formatJson(value))
  }

  const change = (next: string) => {
    setText(next)
    const read = parseJsonText(next)
    if (!read.ok) {
      unfinished.set(draftKey, next)
      return
    }
    unfinished.delete(draftKey)
    if (JSON.stringify(read.value) === JSON.stringify(value)) return
    setSeen(read.value)
    onChange(read.value)
  }
  const unfinishedNote =
    parsed.ok || settled !== text ? undefined : `${parsed.message} Until then the step keeps the last valid JSON.`
  const wrong = parsed.ok ? error : unfinishedNote
  const warning = wrong ? null : pathWarning(segmentText(text, paths), secretsAllowed)
  const preview = previewJson(value, { paths, context })
  const notes = warning || description || preview
  const describedBy = [wrong ? `${id}-error` : '', notes ? `${id}-description` : ''].filter(Boolean).join(' ')
  return (
    <div data-field={props.fieldPath} className="grid min-w-0 grid-cols-1 gap-1.5">
      <div className="flex items-baseline justify-between gap-2">
        <span id={`${id}-label`} className="font-medium text-sm">
          {label}
        </span>
        <Button
          variant="link"
          size="inline"
          className="text-xs"
          disabled={!parsed.ok || disabled}
          onClick={() => parsed.ok && setText(formatJson(parsed.value))}
        >
          Format
        </Button>
      </div>
      <Suspense fallback={<Skeleton className="h-20" />}>
        <JsonEditor
          value={text}
          onChange={change}
          onBlur={props.onBlur}
          paths={paths}
          readOnly={disabled ?? false}
          attributes={{
            'aria-labelledby': `${id}-label`,
            ...(wrong ? { 'aria-invalid': 'true' } : {}),
            ...(describedBy ? { 'aria-describedby': describedBy } : {}),
          }}
        />
      </Suspense>
      <FieldNotes
        id={id}
        error={wrong}
        description={
          notes ? (
            <>
              {preview ? <TemplatePreview preview={preview} /> : null}
              {warning ? <span className="block text-warning">{warning}</span> : null}
              {description}
            </>
          ) : undefined
        }
      />
    </div>
  )
}
