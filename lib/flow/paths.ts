import type { Json } from '../language/json'
import { callKey, identifyCall, type StepCall } from '../steps/connector/call-key'
import { connectorStepTypes, typeOfAction } from '../steps/connector/types/registry'
import { stepName, stepWrites } from '../steps/definitions'
import type { Step } from '../steps/schemas'
import { listUpstream, reachableFrom } from './graph'
import type { KnownPath } from './known-path'
import type { FlowDocument } from './schema'

/** A stored answer of a call, as it lies below its context key. */
export interface CallExample extends StepCall {
  value: Json
}

/** By `callKey`. */
export type Examples = ReadonlyMap<string, Json>

export function toExamples(examples: readonly CallExample[]): Examples {
  return new Map(examples.map((example) => [callKey(example), example.value]))
}

const noExamples: Examples = new Map()

/** What every execution has, whatever its steps are. */
const builtIn: KnownPath[] = [
  { path: 'client', open: true, from: 'Caller\u2019s input' },
  { path: 'subflowInput', open: true, from: 'Input of a subflow' },
  { path: 'project.id', open: false, from: 'Project' },
  { path: 'project.name', open: false, from: 'Project' },
  { path: 'execution.id', open: false, from: 'Execution' },
  { path: 'execution.startedAt', open: false, from: 'Execution' },
  { path: 'ipAddress', open: false, from: 'Caller' },
  { path: 'lastError.code', open: false, from: 'Last error' },
  { path: 'lastError.message', open: false, from: 'Last error' },
  { path: 'lastError.stepName', open: false, from: 'Last error' },
]

/** The paths that can have a value when `stepId` is reached: built-in ones and what the steps before it write. */
export function derivePaths(
  document: Pick<FlowDocument, 'steps'>,
  stepId: string,
  examples: Examples = noExamples,
): KnownPath[] {
  const paths = new Map(builtIn.map((known) => [known.path, known]))
  const add = (known: KnownPath) => {
    if (!paths.has(known.path)) paths.set(known.path, known)
  }
  for (const id of listUpstream(document, stepId)) {
    const step = document.steps[id]
    if (!step) continue
    const example = examples.size === 0 ? undefined : exampleFor(document, step, stepId, examples)
    for (const write of stepWrites(step)) {
      add({ ...write, from: stepName(step), ...(example === undefined ? {} : { example }) })
      if (step.kind === 'connector') {
        const { results } = connectorStepTypes[typeOfAction(step.action)]
        for (const child of [...results, 'error.code', 'error.message'])
          add({ path: `${write.path}.${child}`, open: false, from: stepName(step) })
      }
    }
  }
  return [...paths.values()]
}

/** The example of a step's call, unless the reader comes only after the error port, where another answer lies. */
function exampleFor(
  document: Pick<FlowDocument, 'steps'>,
  step: Step,
  readerId: string,
  examples: Examples,
): Json | undefined {
  if (step.kind !== 'connector' || step.async) return undefined
  const call = identifyCall(step)
  const example = call ? examples.get(callKey({ connector: step.connector, ...call })) : undefined
  if (example === undefined || step.errorHandling.httpError?.mode !== 'custom') return example
  const { success } = step.next
  const follows = success !== undefined && Object.hasOwn(document.steps, success)
  return follows && reachableFrom(document, success).has(readerId) ? example : undefined
}
