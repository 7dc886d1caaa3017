import { type FlowDocument, findStartId } from '../flow/schema'
import type { Outcome } from '../language/outcome'
import { stepName, stepPorts } from '../steps/definitions'
import type { StepEnvironment, StepInput } from '../steps/executor'
import { compileStep } from '../steps/executors'
import type { Step } from '../steps/schemas'

/** A flow compiled once: adjacency by port, texts and conditions parsed. Immutable; shared by all its executions. */
export interface Plan {
  flowId: string
  flowName: string
  kind: FlowDocument['kind']
  startId: string
  steps: ReadonlyMap<string, PlannedStep>
  /** By flow id, of the flow that an execution is of: every flow that its steps may run, by whatever way. */
  subflows?: ReadonlyMap<string, Plan>
}

export interface PlannedStep {
  id: string
  name: string
  step: Step
  /** By port. */
  next: ReadonlyMap<string, string>
  run(input: StepInput, environment: StepEnvironment): Outcome
}

/**
 * Compiles a flow. A draft with problems compiles too: what is missing fails where an execution meets it.
 * @throws Error when the flow has no start step
 */
export function compilePlan(document: FlowDocument): Plan {
  const startId = findStartId(document)
  if (startId === null) throw new Error('The flow has no Start step. Add one.')
  const steps = new Map<string, PlannedStep>()
  for (const [id, step] of Object.entries(document.steps)) {
    const next = new Map<string, string>()
    for (const port of stepPorts(step)) {
      const to = step.next[port.id]
      if (to !== undefined && Object.hasOwn(document.steps, to)) next.set(port.id, to)
    }
    steps.set(id, { id, name: stepName(step), step, next, run: compileStep(step) })
  }
  return { flowId: document.id, flowName: document.name, kind: document.kind, startId, steps }
}
