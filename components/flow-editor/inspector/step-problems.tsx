'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { cn } from '@/components/ui/cn'
import type { Problem } from '@/lib/flow/problems'
import { ProblemText } from '../step-forms/problem-text'
import { useEditor, useEditorApi } from '../store/context'
import { focusField } from '../store/view-actions'

/** While someone types, the list waits for a pause: it stands above the fields and would move them under the hands. */
const TYPING_PAUSE_MS = 1_000

/** What is wrong with this step; each line leads to its field. */
export function StepProblems({ stepId }: { stepId: string }) {
  const editor = useEditorApi()
  const all = useEditor((state) => state.problems)
  const step = useEditor((state) => state.document.steps[stepId])
  const current = useMemo(() => all.filter((problem) => problem.stepId === stepId), [all, stepId])
  const problems = useCalm(current)
  if (problems.length === 0) return null
  const hasError = problems.some((problem) => problem.severity === 'error')
  return (
    <section
      aria-label="Problems of this step"
      className={cn(
        'rounded-lg border p-1',
        hasError ? 'border-danger-line bg-danger-soft' : 'border-warning-line bg-warning-soft',
      )}
    >
      <ul>
        {problems.map((problem) => {
          const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert
          return (
            <li key={`${problem.path.join('.')} ${problem.message}`}>
              <button
                type="button"
                onClick={() => focusField(editor, stepId, problem.path)}
                className="flex w-full items-start gap-2 rounded-md px-2 py-1 text-left text-xs hover:bg-surface/60"
              >
                <Icon
                  aria-label={problem.severity === 'error' ? 'Error' : 'Warning'}
                  className={cn(
                    'mt-px size-3.5 shrink-0',
                    problem.severity === 'error' ? 'text-danger' : 'text-warning',
                  )}
                />
                <span className="min-w-0 break-words">
                  <ProblemText step={step} problem={problem} />
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function useCalm(current: readonly Problem[]): readonly Problem[] {
  const [shown, setShown] = useState(current)
  useEffect(() => {
    const typing = document.activeElement?.matches('input, textarea, [contenteditable="true"]') ?? false
    const timer = setTimeout(() => setShown(current), typing ? TYPING_PAUSE_MS : 0)
    return () => clearTimeout(timer)
  }, [current])
  return shown
}
