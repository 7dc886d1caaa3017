import { stepPorts } from '../../steps/definitions'
import type { FileError } from '../file'
import { FLOW_FORMAT, type FlowDocument, flowDocumentSchema, flowIdSchema, type Step } from '../schema'
import { type FormFields, listFormFields, mapAction } from './action'
import { mapCondition } from './condition'
import { isConnectorTask, mapConnector } from './connector'
import { mapScreen } from './screen'
import { type DescopeSource, findDescopeSource } from './source'
import type { ImportReport, MappedStep, ReportEntry } from './types'
import { type Fields, fieldsOf, listOf, textOf, toFreeId } from './values'

export type ReadDescope = { ok: true; file: FlowDocument; report: ImportReport } | { ok: false; errors: FileError[] }

const MOST_TASKS = 1_000

/** Whether a JSON is meant as an export of Descope, so that it is read as one. */
export function isDescopeExport(value: unknown): boolean {
  return fieldsOf(value).format === undefined && findDescopeSource(value) !== null
}

/**
 * Makes a flow file of an export of Descope, and says of every step what became of it. A step without a counterpart
 * becomes one that cannot be published and keeps its place and its edges, so that nothing lets people past it.
 * @param value JSON that nests not too deep
 */
export function readDescope(value: unknown): ReadDescope {
  const source = findDescopeSource(value)
  if (!source) return refuse('The file has no tasks: it is not an export of a Descope flow.')
  if (source.tasks.size === 0) return refuse('The export has no steps.')
  if (source.tasks.size > MOST_TASKS) return refuse(`The export has more than ${MOST_TASKS} steps.`)
  const made = new Conversion(source).run()
  const parsed = flowDocumentSchema.safeParse(made.file)
  if (parsed.success) return { ok: true, file: parsed.data, report: made.report }
  const [issue] = parsed.error.issues
  return refuse(`This export cannot be read: ${issue?.path.join('.')}: ${issue?.message}`)
}

function refuse(message: string): ReadDescope {
  return { ok: false, errors: [{ path: '', message }] }
}

interface Edge {
  interaction: string
  to: string
}

class Conversion {
  readonly #ids = new Map<string, string>()
  readonly #steps: [string, Step][] = []
  readonly #entries: ReportEntry[] = []
  readonly #notes: string[] = []
  readonly #forms: FormFields

  constructor(readonly source: DescopeSource) {
    this.#forms = listFormFields(source)
  }

  run(): { file: FlowDocument; report: ImportReport } {
    const { tasks, startTask } = this.source
    const taken = new Set(['start'])
    for (const [taskId, task] of tasks) {
      // One step of two tasks, one that begins and one that ends: the second has no place of its own.
      if (taskId === 'start' || this.#baseOf(taskId) !== null) continue
      const id = toFreeId(textOf(task.name, 100), 'step', taken)
      taken.add(id)
      this.#ids.set(taskId, id)
    }
    const first = this.#edgesOf('start', tasks.get('start') ?? {})[0]?.to ?? startTask
    const begin = this.#target(first)
    if (!begin) this.#notes.push('The export does not say where the flow begins. Connect Start.')
    this.#steps.push(['start', { kind: 'start', next: begin ? { default: begin } : {} }])
    for (const [taskId, id] of this.#ids) this.#addTask(taskId, id, tasks.get(taskId) ?? {})
    return { file: this.#toFile(), report: { entries: this.#entries, notes: this.#notes } }
  }

  #addTask(taskId: string, id: string, task: Fields): void {
    const edges = this.#edgesOf(taskId, task)
    const mapped = this.#map(task, edges, taskId)
    const next: Record<string, string> = {}
    const notes = [...mapped.notes]
    const given = Object.keys(fieldsOf(task.next))
    if (given.length > 0 && !given.includes('rules'))
      notes.push('Where it leads to is written in a form that is not known. Connect it anew.')
    const known = new Set(stepPorts(mapped.step).map((port) => port.id))
    for (const { interaction, to } of edges) {
      const target = this.#target(to)
      const port = mapped.ports.get(interaction) ?? interaction
      if (!target) notes.push(`“${interaction}” leads to a step that the export does not have.`)
      else if (!known.has(port)) notes.push(`“${interaction}” led to “${target}”: the step here has no such way.`)
      else if (next[port] === undefined) next[port] = target
      else if (next[port] !== target) notes.push(`“${interaction}” led to “${target}”: that way is taken by another.`)
    }
    this.#steps.push([id, { ...mapped.step, next }])
    this.#entries.push({
      stepId: id,
      name: textOf(task.name, 100) || id,
      was: describe(task),
      mapping: mapped.mapping === 'mapped' && notes.length > 0 ? 'partly' : mapped.mapping,
      notes: notes.slice(0, 50),
    })
  }

  #map(task: Fields, edges: readonly Edge[], taskId: string): MappedStep {
    const type = textOf(task.type, 40)
    const action = textOf(task.action, 100)
    const paired = this.source.tasks.has(`${taskId}.end`)
    if (type === 'screen')
      return mapScreen(task, this.source, [...new Set(edges.map(({ interaction }) => interaction))])
    if (type === 'condition') return mapCondition(task) ?? placeholder(task, edges)
    if (action === 'logged-in' || type === 'end') return endOf(task)
    if (isConnectorTask(task)) return mapConnector(task, this.source) ?? placeholder(task, edges)
    // Of a pair only the first half would be done.
    if (type !== 'flow' && !paired) {
      const mapped = mapAction(task, this.#forms)
      if (mapped) return mapped
    }
    return placeholder(task, edges)
  }

  #edgesOf(taskId: string, task: Fields): Edge[] {
    const rules = [task, fieldsOf(this.source.tasks.get(`${taskId}.end`))].flatMap((one) => {
      const { next } = one
      return listOf(fieldsOf(next).rules).concat(Array.isArray(next) ? next : [])
    })
    return rules
      .slice(0, 500)
      .map(fieldsOf)
      .map((rule) => ({ interaction: textOf(rule.interactionId, 200), to: textOf(rule.taskId, 200) }))
      .filter(({ to }) => to !== '' && to !== `${taskId}.end`)
  }

  #baseOf(taskId: string): string | null {
    const base = taskId.endsWith('.end') ? taskId.slice(0, -'.end'.length) : null
    return base !== null && this.source.tasks.has(base) ? base : null
  }

  #target(taskId: string): string | undefined {
    return this.#ids.get(this.#baseOf(taskId) ?? taskId)
  }

  #toFile(): FlowDocument {
    const { id, name, description, tasks } = this.source
    const screens = this.#steps.some(([, step]) => step.kind === 'screen')
    if (!screens) this.#notes.push('It has no screens. If a server is to run it, make it a management flow.')
    const positions = [...this.#ids, ['start', 'start'] as const].flatMap(([taskId, stepId]) => {
      const { x, y } = fieldsOf(tasks.get(taskId)?.view)
      return typeof x === 'number' && typeof y === 'number' && Math.abs(x) < 1e6 && Math.abs(y) < 1e6
        ? [[stepId, [Math.round(x), Math.round(y)] as [number, number]] as const]
        : []
    })
    const ownId = id
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
    return {
      format: FLOW_FORMAT,
      id: flowIdSchema.safeParse(ownId).success ? ownId : 'imported-flow',
      name: name === '' ? 'Imported flow' : name,
      ...(description === '' ? {} : { description }),
      kind: 'interactive',
      steps: Object.fromEntries(this.#steps),
      layout: Object.fromEntries(positions),
    }
  }
}

function endOf(task: Fields): MappedStep {
  return {
    step: {
      kind: 'end',
      name: textOf(task.name, 100) || 'End',
      next: {},
      result: 'success',
      outputs: [],
      returnTokenWithoutUser: false,
    },
    mapping: 'mapped',
    notes: [],
    ports: new Map(),
  }
}

/** Keeps the place and the edges of a step, lets nobody past, and blocks publishing until it is replaced. */
function placeholder(task: Fields, edges: readonly Edge[]): MappedStep {
  const name = `Not imported: ${textOf(task.name, 60) || describe(task)}`.slice(0, 100)
  const interactions = [...new Set(edges.map(({ interaction }) => interaction))].slice(0, 40)
  const taken = new Set(['else'])
  const ports = new Map<string, string>()
  for (const interaction of interactions) {
    const id = toFreeId(interaction, 'way', taken)
    taken.add(id)
    ports.set(interaction, id)
  }
  const notes = ['It has no counterpart. The step here only keeps its place: replace it before you publish.']
  if (interactions.length === 0) {
    const outputs = [{ key: 'notImported', type: 'string' as const, value: describe(task) }]
    const step: Step = { kind: 'end', name, next: {}, result: 'failure', outputs, returnTokenWithoutUser: false }
    return { step, mapping: 'placeholder', notes, ports }
  }
  const branches = [...ports].map(([interaction, id]) => ({
    id,
    name: (interaction || 'Next').slice(0, 100),
    when: { all: [{ key: '', operator: 'equal' as const, value: 'replace this step' }] },
  }))
  return { step: { kind: 'condition', name, next: {}, branches }, mapping: 'placeholder', notes, ports }
}

function describe(task: Fields): string {
  const type = textOf(task.type, 40)
  const action = textOf(task.action, 100)
  if (type === 'flow') return 'subflow'
  if (isConnectorTask(task)) return `connector ${textOf(task.connectorTemplate, 60) || action}`.trim()
  return action === '' ? type || 'step' : `action ${action}`
}
