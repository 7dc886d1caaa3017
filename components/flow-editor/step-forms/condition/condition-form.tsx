'use client'

import { Plus } from 'lucide-react'
import { useController } from 'react-hook-form'
import { useKnownPaths } from '@/components/template/known-paths'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { conditionDefinition } from '@/lib/steps/condition/definition'
import type { ConditionBranch, ConditionStep } from '@/lib/steps/condition/schema'
import { FormSection } from '../form-section'
import { MoveHandle, useSorting } from '../move-handle'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { StepNameField } from '../step-name-field'
import { flattenErrors } from '../step-resolver'
import { useStepForm } from '../use-step-form'
import { BranchCard } from './branch-card'
import { moveItem, newBranch } from './group-tree'
import { evaluateGroup, findTakenBranch } from './live-evaluation'

export function ConditionForm({ stepId, step }: StepFormProps<ConditionStep>) {
  const { form, sync } = useStepForm(stepId, step, conditionDefinition.publishableSchema)
  const name = useController({ control: form.control, name: 'name' })
  const branches = useController({ control: form.control, name: 'branches' })
  const list: readonly ConditionBranch[] = branches.field.value
  const change = (next: ConditionBranch[], entry?: string) => {
    branches.field.onChange(next)
    if (entry) sync.commit(entry)
  }
  const { context } = useKnownPaths()
  const taken = context ? findTakenBranch(list, context) : null
  const { sorting, dropAt } = useSorting('branches', list.length, (from, to, byKey) =>
    change(moveItem(list, from, to), byKey ? 'Move branch' : undefined),
  )
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <StepNameField value={name.field.value} onChange={name.field.onChange} />
      <FormSection
        title="Branches"
        fieldPath="branches"
        description="Looked at in this order; the first that matches is taken."
        error={flattenErrors(form.formState.errors).branches}
        action={
          <Button
            size="sm"
            variant="ghost"
            disabled={list.length >= 50}
            onClick={() => change([...list, newBranch(list, Object.keys(step.next))], 'Add branch')}
          >
            <Plus aria-hidden />
            Add branch
          </Button>
        }
      >
        {list.map((branch, index) => (
          <div key={branch.id} {...dropAt(index)} className={cn(sorting.dragged === index && 'opacity-50')}>
            <BranchCard
              handle={<MoveHandle sorting={sorting} index={index} label={branch.name || `Branch ${index + 1}`} />}
              live={context ? { result: evaluateGroup(branch.when, context), taken: taken === branch.id } : undefined}
              branch={branch}
              index={index}
              count={list.length}
              onChange={(next, entry) =>
                change(
                  list.map((each, at) => (at === index ? next : each)),
                  entry,
                )
              }
              onMove={(to) => change(moveItem(list, index, to), 'Move branch')}
              onRemove={() =>
                change(
                  list.filter((_, at) => at !== index),
                  'Remove branch',
                )
              }
            />
          </div>
        ))}
        <div className="flex items-baseline gap-2 rounded-lg border border-line border-dashed px-3 py-2">
          <span className="font-medium text-sm">Else</span>
          <span className="text-subtle text-xs">
            Taken when no branch matches{taken === 'else' ? ', as with the values of the last run' : ''}.
          </span>
        </div>
      </FormSection>
    </StepFormFrame>
  )
}
