import { formatPath, type Path } from '../language/path'
import { connectorStepTypes, typeOfAction } from '../steps/connector/types/registry'
import { stepName, stepWrites } from '../steps/definitions'
import { listUpstream } from './graph'
import type { FlowDocument } from './schema'

/** A context path that can have a value at a step. `open`: anything may lie below it. */
export interface KnownPath {
  path: string
  open: boolean
  secret?: boolean
  /** Where the value comes from, for people: a step's name, or what fills it. */
  from: string
}

/** What every execution has, whatever its steps are. */
const builtIn: KnownPath[] = [
  { path: 'client', open: true, from: 'Caller\u2019s input' },
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
export function derivePaths(document: Pick<FlowDocument, 'steps'>, stepId: string): KnownPath[] {
  const paths = new Map(builtIn.map((known) => [known.path, known]))
  const add = (known: KnownPath) => {
    if (!paths.has(known.path)) paths.set(known.path, known)
  }
  for (const id of listUpstream(document, stepId)) {
    const step = document.steps[id]
    if (!step) continue
    for (const write of stepWrites(step)) {
      add({ ...write, from: stepName(step) })
      if (step.kind === 'connector') {
        const { results } = connectorStepTypes[typeOfAction(step.action)]
        for (const child of [...results, 'error.code', 'error.message'])
          add({ path: `${write.path}.${child}`, open: false, from: stepName(step) })
      }
    }
  }
  return [...paths.values()]
}

/** The known path that a placeholder reads, or null when nothing before the step gives it a value. */
export function findKnownPath(known: readonly KnownPath[], path: Path): KnownPath | null {
  const text = formatPath(path)
  return (
    known.find((one) => one.path === text) ??
    known.find((one) => one.open && (text.startsWith(`${one.path}.`) || text.startsWith(`${one.path}[`))) ??
    // A whole object: {{form}}, {{project}}.
    known.find((one) => !one.secret && one.path.startsWith(`${text}.`)) ??
    null
  )
}
