import type { Outcome } from '../language/outcome'
import { actionExecutor } from './action/execute'
import { conditionExecutor } from './condition/execute'
import { connectorExecutor } from './connector/execute'
import { endExecutor } from './end/execute'
import type { StepEnvironment, StepExecutor, StepInput } from './executor'
import type { StepKind } from './kind'
import type { Step, StepOf } from './schemas'
import { screenExecutor } from './screen/execute'
import { scriptletExecutor } from './scriptlet/execute'
import { startExecutor } from './start/execute'
import { subflowExecutor } from './subflow/execute'

export const stepExecutors: { readonly [K in StepKind]: StepExecutor<StepOf<K>> } = {
  start: startExecutor,
  screen: screenExecutor,
  connector: connectorExecutor,
  condition: conditionExecutor,
  action: actionExecutor,
  scriptlet: scriptletExecutor,
  subflow: subflowExecutor,
  end: endExecutor,
}

/** A step, compiled once: texts parsed, conditions prepared. */
export function compileStep(step: Step): (input: StepInput, environment: StepEnvironment) => Outcome {
  switch (step.kind) {
    case 'start':
      return stepExecutors.start.compile(step)
    case 'screen':
      return stepExecutors.screen.compile(step)
    case 'connector':
      return stepExecutors.connector.compile(step)
    case 'condition':
      return stepExecutors.condition.compile(step)
    case 'action':
      return stepExecutors.action.compile(step)
    case 'scriptlet':
      return stepExecutors.scriptlet.compile(step)
    case 'subflow':
      return stepExecutors.subflow.compile(step)
    case 'end':
      return stepExecutors.end.compile(step)
  }
}
