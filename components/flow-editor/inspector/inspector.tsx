'use client'

import { Trash2 } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { KnownPathsProvider } from '@/components/template/known-paths'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { listCompletions } from '@/lib/flow/completions'
import { derivePaths, toExamples } from '@/lib/flow/paths'
import { stepName } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { describeStep, stepLooks } from '../canvas/step-look'
import { StepForm } from '../step-forms/registry'
import { useCommand, useEditor } from '../store/context'
import { removeSteps } from '../store/steps'
import { PortTargets } from './port-targets'
import { StepProblems } from './step-problems'
import { useFieldFocus } from './use-field-focus'

/** The settings of one step. Give it the step's id as `key`: each step has a form of its own. */
export function Inspector({ stepId }: { stepId: string }) {
  const step = useEditor((state) => state.document.steps[stepId])
  return step ? <StepInspector stepId={stepId} step={step} /> : null
}

function StepInspector({ stepId, step }: { stepId: string; step: Step }) {
  const container = useRef<HTMLDivElement>(null)
  const command = useCommand()
  const readOnly = useEditor((state) => state.readOnly)
  const steps = useEditor((state) => state.document.steps)
  const values = useEditor((state) => state.values)
  const paths = useMemo(() => {
    const known = derivePaths({ steps }, stepId, toExamples(values.examples))
    return listCompletions(known, values.seen)
  }, [steps, stepId, values])
  useFieldFocus(container, stepId)
  // The panel keeps its scroll position when another step comes into it.
  useEffect(() => {
    // A statement, not the effect's value: newer browsers answer with a promise.
    void container.current?.parentElement?.scrollTo({ top: 0 })
  }, [])
  const { icon: Icon, tile } = stepLooks[step.kind]
  return (
    <div ref={container} className="grid grid-cols-1 gap-4 p-4 pb-10">
      <header className="flex items-start gap-2.5">
        <span className={`grid size-8 shrink-0 place-items-center rounded-lg ${tile}`}>
          <Icon aria-hidden className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base">{stepName(step)}</h2>
          <p className="text-subtle text-xs">{describeStep(step)}</p>
        </div>
      </header>
      {readOnly ? (
        <p className="rounded-md bg-sunken px-2.5 py-1.5 text-muted text-xs">
          You can look at this flow. To change it, ask an admin for the role editor.
        </p>
      ) : null}
      <StepProblems stepId={stepId} />
      <KnownPathsProvider
        paths={paths}
        context={values.last?.context ?? null}
        secretsAllowed={step.kind === 'connector'}
      >
        <StepForm stepId={stepId} step={step} />
      </KnownPathsProvider>
      <PortTargets stepId={stepId} step={step} />
      <footer className="flex items-center justify-between gap-2 border-line border-t pt-3">
        <p className="flex min-w-0 items-center gap-1 text-subtle text-xs">
          Step id <span className="truncate font-mono text-muted">{stepId}</span>
          <CopyButton value={stepId} label="Copy the step's id" size="icon-xs" />
        </p>
        {readOnly || step.kind === 'start' ? null : (
          <Button
            size="sm"
            variant="danger-ghost"
            onClick={() => command('Delete step', (draft) => removeSteps(draft, [stepId]), { undo: 'record' })}
          >
            <Trash2 aria-hidden />
            Delete step
          </Button>
        )}
      </footer>
    </div>
  )
}
