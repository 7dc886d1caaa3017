'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { Step } from '@/lib/steps/schemas'
import { useEditorApi } from '../store/context'
import { changedFields, isSame, mergeExternal, writeStep } from './step-changes'
import { stepResolver } from './step-resolver'

/** Typing pauses this long before it enters the document. */
const COMMIT_DELAY_MS = 250

export interface StepSync {
  /** Writes now, as an undo entry of its own. */
  commit: (name: string) => void
  /** Writes what is still waiting. */
  flush: () => void
}

/** The form of one step, checked as publishing checks it, and kept alike with the document. */
export function useStepForm<S extends Step>(
  stepId: string,
  step: S,
  publishableSchema: z.ZodType,
): { form: UseFormReturn<S>; sync: StepSync } {
  // `values` that never change do what `defaultValues` do, whose type cannot follow nested groups and JSON.
  const [first] = useState(step)
  const form = useForm<S>({ values: first, resolver: stepResolver<S>(publishableSchema), mode: 'onChange' })
  const sync = useStepSync(stepId, step, form)
  return { form, sync }
}

/**
 * Keeps a form and its step in the document alike. Text stays in the form while it is typed; a change from outside
 * (undo, another panel) enters the form without touching fields that are the same.
 */
function useStepSync<S extends Step>(stepId: string, step: S, form: UseFormReturn<S>): StepSync {
  const editor = useEditorApi()
  const base = useRef(step)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const write = useCallback(
    (name: string | null) => {
      clearTimeout(timer.current)
      timer.current = undefined
      const values = form.getValues()
      const fields = changedFields(base.current, values)
      if (fields.length === 0) return
      // Set first: the command shows the new document at once, and that is no change from outside.
      base.current = { ...base.current, ...structuredClone(values), next: base.current.next }
      const typing = fields.map((field) => FIELD_WORDS[String(field)] ?? String(field)).join(', ')
      editor.command(name ?? `Edit ${typing}`, (draft) => writeStep(draft, stepId, fields, values), {
        undo: name === null ? 'merge' : 'record',
      })
    },
    [editor, form, stepId],
  )
  const flush = useCallback(() => {
    if (timer.current !== undefined) write(null)
  }, [write])

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ name }) => {
          // A change from outside comes without a name.
          if (name !== undefined) editor.typed()
          clearTimeout(timer.current)
          timer.current = setTimeout(() => write(null), COMMIT_DELAY_MS)
        },
      }),
    [editor, form, write],
  )
  useEffect(() => editor.addForm(flush), [editor, flush])
  // What is typed must survive a change of step, a closed tab and a reload.
  useEffect(() => {
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])

  useEffect(() => {
    const before = base.current
    if (step === before) return
    const local = form.getValues()
    const merged = mergeExternal(before, local, step)
    base.current = step
    if (isSame(withoutNext(merged), withoutNext(local))) return
    form.reset(merged, { keepTouched: true })
    void form.trigger()
  }, [form, step])

  useEffect(() => {
    void form.trigger()
  }, [form])

  return { commit: write, flush }
}

const FIELD_WORDS: Record<string, string> = {
  name: 'name',
  connector: 'connector',
  action: 'action',
  endpoint: 'endpoint',
  payload: 'payload',
  timeoutSeconds: 'timeout',
  contextKey: 'context key',
  errorHandling: 'error handling',
  components: 'screen',
  branches: 'branches',
  outputs: 'outputs',
  result: 'result',
  settings: 'settings',
  code: 'script',
  flow: 'flow',
  inputs: 'inputs',
  exits: 'ports',
  arguments: 'arguments',
}

function withoutNext<S extends Step>(step: S): Omit<S, 'next'> {
  const { next: _next, ...rest } = step
  return rest
}
