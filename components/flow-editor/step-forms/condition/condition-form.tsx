'use client'

import { Plus } from 'lucide-react'
import { useController } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { conditionDefinition } from '@/lib/steps/condition/definition'
import type { ConditionBranch, ConditionStep } from '@/lib/steps/condition/schema'
import { FormSection } from '../form-section'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { StepNameField } from '../step-name-field'
import { flattenErrors } from '../step-resolver'
import { useStepForm } from '../use-step-form'
import { BranchCard } from './branch-card'
import { moveItem, newBranch } from './group-tree'

export function ConditionForm({ stepId, step }: StepFormProps<ConditionStep>) {
  const { form, sync } = useStepForm(stepId, step, conditionDefinition.publishableSchema)
  const name = useController({ control: form.control, name: 'name' })
  const branches = useController({ control: form.control, name: 'branches' })
  const list: readonly ConditionBranch[] = branches.field.value
  const change = (next: ConditionBranch[], entry?: string) => {
    branches.field.onChange(next)
    if (entry) sync.commit(entry)
  }
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
          <BranchCard
            key={branch.id}
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
        ))}
        <div className="flex items-baseline gap-2 rounded-lg border border-line border-dashed px-3 py-2">
          <span className="font-medium text-sm">Else</span>
          <span className="text-subtle text-xs">Taken when no branch matches.</span>
        </div>
      </FormSection>
    </StepFormFrame>
  )
}
