import { parsePath } from '../language/path'
import { listPlaceholders, parseTemplate } from '../language/template'
import type { ActionStep } from '../steps/action/schema'
import { withAction } from '../steps/action/types/registry'
import { ATTRIBUTE_PREFIX } from '../steps/action/types/user-properties'
import { typeOfAction } from '../steps/connector/types/registry'
import { connectorOf, connectorPath } from '../steps/connector-reference'
import { isKeyed, type KeyedStep, resultRoot } from '../steps/context-key'
import { stepDefinitions, stepName, stepPorts, stepTemplates } from '../steps/definitions'
import type { Step } from '../steps/schemas'
import { listUpstream, reachableFrom } from './graph'
import { findGap, findKnownPath, gapText } from './known-path'
import { outboundProblems } from './outbound-problems'
import { type CallExample, derivePaths, type Examples, toExamples } from './paths'
import { type FlowDocument, findStartId, flowDocumentSchema } from './schema'
import { subflowProblems } from './subflow-problems'
import type { SubflowFacts } from './subflows'

/** What keeps a flow from being published (`error`), or is likely not meant so (`warning`). */
export interface Problem {
  severity: 'error' | 'warning'
  /** Null: of the flow as a whole. */
  stepId: string | null
  /** Where in the step. */
  path: (string | number)[]
  message: string
}

/** What the checks must know of the project. */
export interface FlowSurroundings {
  connectors: readonly { id: string; name: string; type: string }[]
  /** The flows that it runs, and those that they run. Absent: as if the project had none. */
  flows?: readonly SubflowFacts[]
  /** Stored answers of the calls in the flow: a key that they lack is worth a warning. */
  examples?: readonly CallExample[]
  /** The names of the custom attributes that users may have: another one is refused when the step runs. */
  userAttributes?: readonly string[]
  /** Absent: not known; then no app is missed. */
  outboundApps?: readonly OutboundAppFacts[]
}

/** An outbound app, as far as flows are concerned. */
export interface OutboundAppFacts {
  id: string
  name: string
  type: 'oauth' | 'apiKey'
  /** A data: URL. */
  logo?: string
}

/** Every problem of a flow, steps in document order. Publish refuses a flow with an error by this same function. */
export function deriveProblems(document: FlowDocument, surroundings: FlowSurroundings): Problem[] {
  const shape = flowDocumentSchema.safeParse(document)
  if (!shape.success) {
    return shape.error.issues.map((issue) => ({
      severity: 'error',
      stepId: null,
      path: toPath(issue.path),
      message: issue.message,
    }))
  }
  const startId = findStartId(document)
  const reached = startId === null ? new Set<string>() : reachableFrom(document, startId)
  const problems = flowProblems(document, reached)
  const examples = toExamples(surroundings.examples ?? [])
  for (const [stepId, step] of Object.entries(document.steps)) {
    const error = (path: (string | number)[], message: string) =>
      problems.push({ severity: 'error', stepId, path, message })
    const parsed = stepDefinitions[step.kind].publishableSchema.safeParse(step)
    for (const issue of parsed.success ? [] : parsed.error.issues) error(toPath(issue.path), issue.message)
    for (const port of stepPorts(step)) {
      const to = step.next[port.id]
      if (to === undefined) error(['next', port.id], `The port “${port.label}” leads nowhere. Connect it to a step.`)
      else if (!Object.hasOwn(document.steps, to))
        error(['next', port.id], `The port “${port.label}” leads to a step that is not there.`)
      else if (document.steps[to]?.kind === 'start')
        error(['next', port.id], 'No edge may lead back to Start. Connect it to the step after it.')
    }
    if (startId !== null && !reached.has(stepId)) error([], 'Nothing leads to this step. Connect it, or delete it.')
    if (step.kind === 'screen' && document.kind === 'management')
      error([], 'A management flow has no screens. Delete this step, or make the flow interactive.')
    for (const { severity, path, message } of outboundProblems(document, stepId, step, surroundings.outboundApps))
      problems.push({ severity, stepId, path, message })
    if (step.kind === 'connector') connectorProblems(step, surroundings, error)
    if (isKeyed(step)) contextKeyProblems(document, stepId, step, error)
    if (step.kind === 'subflow')
      for (const { path, message } of subflowProblems(document, step, surroundings.flows ?? [])) error(path, message)
    if (step.kind === 'action') problems.push(...actionProblems(document, stepId, step, surroundings))
    problems.push(...pathWarnings(document, stepId, step, examples))
  }
  return problems
}

function flowProblems(document: FlowDocument, reached: Set<string>): Problem[] {
  const steps = Object.entries(document.steps)
  const starts = steps.filter(([, step]) => step.kind === 'start')
  const flowError = (message: string, stepId: string | null = null): Problem => ({
    severity: 'error',
    stepId,
    path: [],
    message,
  })
  if (starts.length === 0) return [flowError('The flow has no Start step. Add one.')]
  const problems = starts.slice(1).map(([id]) => flowError('A flow has one Start step. Delete this one.', id))
  if (!steps.some(([id, step]) => step.kind === 'end' && reached.has(id))) {
    problems.push(
      flowError('No End step can be reached, so the flow would never finish. Add an End step and connect it.'),
    )
  }
  return problems
}

function connectorProblems(
  step: Extract<Step, { kind: 'connector' }>,
  { connectors }: FlowSurroundings,
  error: (path: (string | number)[], message: string) => void,
): void {
  const chosen = connectors.find((connector) => connector.id === step.connector)
  if (step.connector !== '' && !chosen)
    error(['connector'], 'This connector is not in the project. Choose another one.')
  if (chosen && chosen.type !== typeOfAction(step.action))
    error(
      ['connector'],
      `${chosen.name} cannot do ${step.action}: it is a connector of another type. Choose another one.`,
    )
}

/** Two steps with one context key would be taken for each other, also when their results lie below different roots. */
function contextKeyProblems(
  document: FlowDocument,
  stepId: string,
  step: KeyedStep,
  error: (path: (string | number)[], message: string) => void,
): void {
  const first = Object.entries(document.steps).find(
    ([, other]) => isKeyed(other) && other.contextKey === step.contextKey && step.contextKey !== '',
  )
  if (first && first[0] !== stepId) {
    error(
      ['contextKey'],
      `The step “${stepName(first[1])}” already uses the context key “${step.contextKey}”. Choose another one.`,
    )
  }
}

/** What an action needs of the steps before it and of the project. */
function actionProblems(
  document: FlowDocument,
  stepId: string,
  step: ActionStep,
  { connectors, userAttributes }: FlowSurroundings,
): Problem[] {
  const at = (path: (string | number)[]) => ['settings', ...path]
  const problems = withAction(step, (type, settings) => type.warnings?.(settings) ?? []).map(
    ({ at: path, message }): Problem => ({ severity: 'warning', stepId, path: at(path), message }),
  )
  if (step.action === 'update-user-properties' && userAttributes) {
    step.settings.properties.forEach(({ key }, index) => {
      const name = key.startsWith(ATTRIBUTE_PREFIX) ? key.slice(ATTRIBUTE_PREFIX.length) : ''
      if (name === '' || userAttributes.includes(name)) return
      const message = `Users have no attribute named ${name}. Check the name, or create it on the page Users.`
      problems.push({ severity: 'warning', stepId, path: at(['properties', index, 'key']), message })
    })
  }
  const error = (path: (string | number)[], message: string) =>
    problems.push({ severity: 'error', stepId, path, message })
  const secrets = withAction(step, (type, settings) => type.secretFields?.(settings) ?? [])
  const needsUser = withAction(step, (type, settings) => type.needsUser?.(settings) ?? false)
  const known = secrets.length === 0 ? [] : derivePaths(document, stepId)
  if (needsUser && !comesAfterUser(document, stepId))
    problems.push({
      // A subflow may get its user from the flow that calls it.
      severity: 'warning',
      stepId,
      path: [],
      message: 'No step before this one signs a user in or loads one. Add a sign-in action or Load User before it.',
    })
  for (const { at: path, field, noun } of secrets) {
    const found = known.find((one) => one.path === `form.${field}`)
    if (field === '' || found?.secret) continue
    error(
      at(path),
      found
        ? `“${field}” is not a secret field, so what is typed there would be stored. Make it a ${noun} field on its screen.`
        : `No screen before this step has a ${noun} field named “${field}”. Add one, or choose another field.`,
    )
  }
  const chosen = connectorOf(step)
  const connector = connectors.find(({ id }) => id === chosen)
  if (chosen !== '' && !connector)
    error(connectorPath(step), 'This connector is not in the project. Choose another one.')
  if (connector && connector.type !== 'smtp')
    error(connectorPath(step), `${connector.name} cannot send mail. Choose a connector of the type SMTP.`)
  return problems
}

/** Whether a step before this one says who the user is. */
function comesAfterUser(document: FlowDocument, stepId: string): boolean {
  return [...listUpstream(document, stepId)].some((id) => {
    const step = document.steps[id]
    return step?.kind === 'action' && withAction(step, (type) => type.givesUser ?? false)
  })
}

function pathWarnings(document: FlowDocument, stepId: string, step: Step, examples: Examples): Problem[] {
  const uses = stepTemplates(step)
  if (uses.length === 0) return []
  const known = derivePaths(document, stepId, examples)
  return uses.flatMap(({ at, text }) =>
    listPlaceholders(parseTemplate(text).template ?? []).flatMap((placeholder): Problem[] => {
      const found = findKnownPath(known, placeholder.path)
      const warn = (message: string): Problem[] => [{ severity: 'warning', stepId, path: at, message }]
      if (!found) return warn(unknownPath(document, stepId, placeholder.source))
      const gap = findGap(known, placeholder.path)
      if (gap) return warn(gapText(placeholder.source, gap))
      if (!found.secret || step.kind === 'connector') return []
      if (step.kind === 'scriptlet' || step.kind === 'subflow')
        return [
          {
            severity: 'error',
            stepId,
            path: at,
            message: `${placeholder.source} is a secret field: no ${step.kind} may read it. Remove it from this value.`,
          },
        ]
      return warn(
        `${placeholder.source} is a secret field: only a connector step may send it, and an action reads it by its name. Here it stays empty.`,
      )
    }),
  )
}

function unknownPath(document: FlowDocument, stepId: string, source: string): string {
  const [root, key] = parsePath(source) ?? []
  const writer = Object.entries(document.steps).find(
    ([, step]) => isKeyed(step) && step.contextKey === key && resultRoot(step) === root,
  )
  if (writer && !listUpstream(document, stepId).has(writer[0])) {
    return `${source} has no value here: the step “${stepName(writer[1])}” does not come before this one.`
  }
  return `Nothing before this step gives ${source} a value. Check the path.`
}

function toPath(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))
}
