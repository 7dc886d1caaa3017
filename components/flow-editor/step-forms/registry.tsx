'use client'

import type { ComponentType } from 'react'
import type { StepKind } from '@/lib/steps/kind'
import type { Step, StepOf } from '@/lib/steps/schemas'
import { ActionForm } from './action/action-form'
import { ConditionForm } from './condition/condition-form'
import { ConnectorForm } from './connector/connector-form'
import { EndForm } from './end/end-form'
import { ScreenStepForm } from './screen/screen-step-form'
import { ScriptletForm } from './scriptlet/scriptlet-form'
import { StartForm } from './start/start-form'
import type { StepFormProps } from './step-form-frame'
import { SubflowForm } from './subflow/subflow-form'

/** The form of every kind of step. */
const stepForms = {
  start: StartForm,
  screen: ScreenStepForm,
  connector: ConnectorForm,
  condition: ConditionForm,
  action: ActionForm,
  scriptlet: ScriptletForm,
  subflow: SubflowForm,
  end: EndForm,
} satisfies { [K in StepKind]: ComponentType<StepFormProps<StepOf<K>>> }

/** The form of a step, by its kind. */
export function StepForm({ stepId, step }: StepFormProps<Step>) {
  switch (step.kind) {
    case 'start':
      return <stepForms.start stepId={stepId} step={step} />
    case 'screen':
      return <stepForms.screen stepId={stepId} step={step} />
    case 'connector':
      return <stepForms.connector stepId={stepId} step={step} />
    case 'condition':
      return <stepForms.condition stepId={stepId} step={step} />
    case 'action':
      return <stepForms.action stepId={stepId} step={step} />
    case 'scriptlet':
      return <stepForms.scriptlet stepId={stepId} step={step} />
    case 'subflow':
      return <stepForms.subflow stepId={stepId} step={step} />
    case 'end':
      return <stepForms.end stepId={stepId} step={step} />
  }
}
