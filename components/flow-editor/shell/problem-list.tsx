'use client'

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import type { Problem } from '@/lib/flow/problems'
import { stepName } from '@/lib/steps/definitions'
import { useViewport } from '../canvas/use-viewport'
import { ProblemText } from '../step-forms/problem-text'
import { useEditor, useEditorApi } from '../store/context'
import { focusField } from '../store/view-actions'

/** How many problems there are; opens the list of them. */
export function ProblemsButton() {
  const [open, setOpen] = useState(false)
  const errors = useEditor((state) => state.problems.filter((problem) => problem.severity === 'error').length)
  const warnings = useEditor((state) => state.problems.length) - errors
  const label = [counted(errors, 'error'), counted(warnings, 'warning')].filter((text) => text !== '').join(', ')
  const Icon = errors > 0 ? CircleAlert : warnings > 0 ? TriangleAlert : CircleCheck
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" aria-label={label === '' ? 'No problems' : `Problems: ${label}`} className="px-2">
          <Icon
            aria-hidden
            className={cn(errors > 0 ? 'text-danger' : warnings > 0 ? 'text-warning' : 'text-success')}
          />
          <span className="tabular-nums">{errors + warnings}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Problems" align="end" className="w-96 max-w-[calc(100vw-1rem)] p-0">
        <ProblemList onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  )
}

export interface ProblemListProps {
  /** Called when a problem was chosen, with the field that it leads to. */
  onDone: () => void
  only?: Problem['severity']
}

/** The problems, each a way to its step and field. */
export function ProblemList({ onDone, only }: ProblemListProps) {
  const editor = useEditorApi()
  const problems = useEditor((state) => state.problems)
  const steps = useEditor((state) => state.document.steps)
  const { reveal } = useViewport()
  const shown = problems
    .filter((problem) => only === undefined || problem.severity === only)
    .toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
  if (shown.length === 0) {
    return <p className="p-4 text-center text-muted text-sm">No problems. The flow can be published.</p>
  }
  const go = ({ stepId, path }: Problem) => {
    onDone()
    if (stepId === null) return
    reveal(stepId)
    // After the popover has given the focus back, so that the field keeps it.
    setTimeout(() => focusField(editor, stepId, path), 60)
  }
  return (
    <ul className="max-h-96 overflow-y-auto p-1">
      {shown.map((problem) => {
        const step = problem.stepId === null ? undefined : steps[problem.stepId]
        const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert
        return (
          <li key={`${problem.stepId} ${problem.path.join('.')} ${problem.message}`}>
            <button
              type="button"
              onClick={() => go(problem)}
              className="flex w-full gap-2 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
            >
              <Icon
                aria-label={problem.severity}
                className={cn('mt-0.5 size-4 shrink-0', problem.severity === 'error' ? 'text-danger' : 'text-warning')}
              />
              <span className="min-w-0">
                <span className="block font-medium text-xs">{step ? stepName(step) : 'Flow'}</span>
                <span className="block break-words text-muted">
                  <ProblemText step={step} problem={problem} />
                </span>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function counted(number: number, word: string): string {
  return number === 0 ? '' : `${number} ${word}${number === 1 ? '' : 's'}`
}
