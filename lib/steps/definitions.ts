import { actionDefinition } from './action/definition'
import { conditionDefinition } from './condition/definition'
import { connectorDefinition } from './connector/definition'
import type { ContextWrite, Port, StepDefinition, TemplateUse } from './definition'
import { endDefinition } from './end/definition'
import type { StepKind } from './kind'
import type { Step, StepOf } from './schemas'
import { screenDefinition } from './screen/definition'
import { scriptletDefinition } from './scriptlet/definition'
import { startDefinition } from './start/definition'
import { subflowDefinition } from './subflow/definition'

/** What the editor and the checks know about every kind of step. */
export const stepDefinitions: { readonly [K in StepKind]: StepDefinition<StepOf<K>> } = {
  start: startDefinition,
  screen: screenDefinition,
  connector: connectorDefinition,
  condition: conditionDefinition,
  action: actionDefinition,
  scriptlet: scriptletDefinition,
  subflow: subflowDefinition,
  end: endDefinition,
}

export function stepPorts(step: Step): Port[] {
  return withDefinition(step, (definition, typed) => definition.ports(typed))
}

export function stepTemplates(step: Step): TemplateUse[] {
  return withDefinition(step, (definition, typed) => definition.templates(typed))
}

export function stepWrites(step: Step): ContextWrite[] {
  return withDefinition(step, (definition, typed) => definition.writes(typed))
}

/** A step's name; the start step has none of its own. */
export function stepName(step: Step): string {
  return step.name || stepDefinitions[step.kind].label
}

// The one place that pairs a step with the definition of its own kind, which TypeScript cannot follow by index.
function withDefinition<T>(step: Step, use: <S extends Step>(definition: StepDefinition<S>, step: S) => T): T {
  switch (step.kind) {
    case 'start':
      return use(stepDefinitions.start, step)
    case 'screen':
      return use(stepDefinitions.screen, step)
    case 'connector':
      return use(stepDefinitions.connector, step)
    case 'condition':
      return use(stepDefinitions.condition, step)
    case 'action':
      return use(stepDefinitions.action, step)
    case 'scriptlet':
      return use(stepDefinitions.scriptlet, step)
    case 'subflow':
      return use(stepDefinitions.subflow, step)
    case 'end':
      return use(stepDefinitions.end, step)
  }
}
