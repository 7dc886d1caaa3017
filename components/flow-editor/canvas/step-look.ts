import type { LucideIcon } from 'lucide-react'
import { stepIcons } from '@/components/ui/step-icons'
import { withAction } from '@/lib/steps/action/types/registry'
import { connectorStepTypes, typeOfAction } from '@/lib/steps/connector/types/registry'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { StepKind } from '@/lib/steps/kind'
import type { Step } from '@/lib/steps/schemas'
import { isInput } from '@/lib/steps/screen/component'

/** How a kind of step looks wherever it is shown. */
export const stepLooks: Readonly<Record<StepKind, { icon: LucideIcon; tile: string }>> = {
  start: { icon: stepIcons.start, tile: 'bg-hue-green-soft text-hue-green' },
  screen: { icon: stepIcons.screen, tile: 'bg-hue-violet-soft text-hue-violet' },
  connector: { icon: stepIcons.connector, tile: 'bg-hue-blue-soft text-hue-blue' },
  condition: { icon: stepIcons.condition, tile: 'bg-hue-amber-soft text-hue-amber' },
  action: { icon: stepIcons.action, tile: 'bg-hue-rose-soft text-hue-rose' },
  scriptlet: { icon: stepIcons.scriptlet, tile: 'bg-hue-slate-soft text-hue-slate' },
  subflow: { icon: stepIcons.subflow, tile: 'bg-hue-blue-soft text-hue-blue' },
  end: { icon: stepIcons.end, tile: 'bg-hue-slate-soft text-hue-slate' },
}

/** What a step of this kind does; of an action, what the action does. */
export function describeStep(step: Step): string {
  return step.kind === 'action'
    ? withAction(step, (type) => `${type.label}: ${type.description}`)
    : stepDefinitions[step.kind].description
}

/** A step in one short line: what it does, without its name. */
export function summariseStep(step: Step): string {
  switch (step.kind) {
    case 'start':
      return 'Every execution begins here'
    case 'screen': {
      const fields = step.components.filter(isInput).length
      return fields === 0 ? 'Screen' : `Screen \u00b7 ${count(fields, 'field')}`
    }
    case 'connector':
      return connectorStepTypes[typeOfAction(step.action)].summary(step)
    case 'condition':
      return `Condition \u00b7 ${count(step.branches.length, 'branch', 'branches')}`
    case 'action':
      return withAction(step, (type, settings) => type.summary(settings))
    case 'scriptlet':
      return step.contextKey === '' ? 'JavaScript' : `JavaScript \u00b7 scripts.${step.contextKey}`
    case 'subflow':
      return step.flow === '' ? 'No flow yet' : `Runs ${step.flow}`
    case 'end': {
      const result = step.result === 'failure' ? 'Failure' : 'Success'
      return step.outputs.length === 0
        ? `Ends as ${result.toLowerCase()}`
        : `${result} \u00b7 ${count(step.outputs.length, 'output')}`
    }
  }
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
