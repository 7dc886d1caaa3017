import { asJson, isJsonObject, type JsonObject } from '../language/json'
import type { Port } from '../steps/definition'
import { stepPorts } from '../steps/definitions'
import type { Step } from '../steps/schemas'
import { diffValues, type ValueChange } from './diff-values'
import type { FlowDocument } from './schema'

/** A step that only one of the two documents has. */
export interface LoneStep {
  id: string
  step: Step
}

/** A port whose step has it on one side only, or under another label. */
export interface PortChange {
  port: string
  before: Port | null
  after: Port | null
}

/** Where a port leads, by step id; null: nowhere. */
export interface EdgeChange {
  port: string
  before: string | null
  after: string | null
}

/** A step that both documents have and that differs. */
export interface StepDiff {
  id: string
  before: Step
  after: Step
  /** Of the step without its `next`; paths begin at the step. */
  fields: ValueChange[]
  ports: PortChange[]
  edges: EdgeChange[]
}

/** A step's place on the canvas; null: none. */
export interface PositionChange {
  id: string
  before: readonly [number, number] | null
  after: readonly [number, number] | null
}

/** What makes one flow document another. Positions are apart: they change nothing that runs. */
export interface FlowDiff {
  /** Of the flow itself: its name, description, kind. */
  flow: ValueChange[]
  added: LoneStep[]
  removed: LoneStep[]
  changed: StepDiff[]
  positions: PositionChange[]
}

/** What has to change to make `before` into `after`. Steps are the same by id; the order of keys does not count. */
export function diffFlows(before: FlowDocument, after: FlowDocument): FlowDiff {
  const both = Object.entries(after.steps).flatMap(([id, step]): [string, Step, Step][] => {
    const was = own(before.steps, id)
    return was ? [[id, was, step]] : []
  })
  return {
    flow: diffValues(headOf(before), headOf(after)),
    added: listLone(after, before),
    removed: listLone(before, after),
    changed: both.flatMap(([id, was, is]) => diffSteps(id, was, is) ?? []),
    positions: diffLayouts(before.layout, after.layout),
  }
}

/** Whether two documents are equal, positions included. */
export function isSameFlow(diff: FlowDiff): boolean {
  return countChanges(diff) === 0 && diff.positions.length === 0
}

/** How many steps, and settings of the flow itself, differ; positions do not count. */
export function countChanges({ flow, added, removed, changed }: FlowDiff): number {
  return flow.length + added.length + removed.length + changed.length
}

/** The steps that both documents have, at different places. */
export function listMovedSteps({ positions }: FlowDiff): string[] {
  return positions.flatMap(({ id, before, after }) => (before && after ? [id] : []))
}

/** A step without where it leads, as plain JSON. */
export function stepSettings(step: Step): JsonObject {
  const { next: _next, ...settings } = step
  return asObject(settings)
}

function diffSteps(id: string, before: Step, after: Step): StepDiff | null {
  // Most steps of a draft that began from a version are the very same object.
  if (before === after) return null
  const fields = diffValues(stepSettings(before), stepSettings(after))
  const edges = [...new Set([...Object.keys(before.next), ...Object.keys(after.next)])].flatMap((port) => {
    const [was, is] = [own(before.next, port) ?? null, own(after.next, port) ?? null]
    return was === is ? [] : [{ port, before: was, after: is }]
  })
  // Ports follow from the settings.
  if (fields.length === 0 && edges.length === 0) return null
  return { id, before, after, fields, edges, ports: diffPorts(stepPorts(before), stepPorts(after)) }
}

function diffPorts(before: readonly Port[], after: readonly Port[]): PortChange[] {
  const was = new Map(before.map((port) => [port.id, port]))
  const is = new Map(after.map((port) => [port.id, port]))
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((port) => {
    const change = { port, before: was.get(port) ?? null, after: is.get(port) ?? null }
    return change.before?.label === change.after?.label ? [] : [change]
  })
}

function diffLayouts(before: FlowDocument['layout'], after: FlowDocument['layout']): PositionChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((id) => {
    const [was, is] = [own(before, id) ?? null, own(after, id) ?? null]
    return was?.[0] === is?.[0] && was?.[1] === is?.[1] ? [] : [{ id, before: was, after: is }]
  })
}

function listLone(document: FlowDocument, other: FlowDocument): LoneStep[] {
  return Object.entries(document.steps).flatMap(([id, step]) => (own(other.steps, id) ? [] : [{ id, step }]))
}

function headOf({ steps: _steps, layout: _layout, ...head }: FlowDocument): JsonObject {
  return asObject(head)
}

function asObject(value: object): JsonObject {
  const json = asJson(value)
  return isJsonObject(json) ? json : {}
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
