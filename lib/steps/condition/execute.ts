import { compileCondition, evaluateCondition } from '../../language/condition'
import type { EvaluatedBranch } from '../../language/outcome'
import type { StepExecutor } from '../executor'
import { ELSE_PORT } from './definition'
import type { ConditionStep } from './schema'

export const conditionExecutor: StepExecutor<ConditionStep> = {
  compile: (step) => {
    const branches = step.branches.map((branch) => ({
      id: branch.id,
      name: branch.name,
      when: compileCondition(branch.when),
    }))
    return (_input, { scope, onMissing }) => {
      const evaluated: EvaluatedBranch[] = []
      for (const branch of branches) {
        const when = evaluateCondition(branch.when, scope, onMissing)
        evaluated.push({ id: branch.id, name: branch.name, result: when.result, when })
        if (when.result) break
      }
      const last = evaluated.at(-1)
      const port = last?.result ? last.id : ELSE_PORT
      return { type: 'next', port, log: { type: 'condition', branches: evaluated, decided: port } }
    }
  },
}
