import type { FlowDocument } from '@/lib/flow/schema'
import type { ActionName } from '@/lib/steps/action/schema'
import { createActionStep } from '@/lib/steps/action/types/registry'
import { settingsFor, typeOfAction } from '@/lib/steps/connector/types/registry'
import { isKeyed } from '@/lib/steps/context-key'
import { stepDefinitions, stepPorts } from '@/lib/steps/definitions'
import type { StepKind } from '@/lib/steps/kind'
import type { Step } from '@/lib/steps/schemas'
import { contextKeys, uniqueContextKey, uniqueStepId, uniqueStepName } from './names'

/** One end of an edge to be: a port of a step. */
export interface PortRef {
  stepId: string
  port: string
}

/** What to add: a kind of step, for connectors with the call it begins with, for actions with the action. */
export type NewStep =
  | { kind: Exclude<StepKind, 'start' | 'connector' | 'action'> }
  | { kind: 'action'; action: ActionName }
  | { kind: 'connector'; name: string; connector: string; action: string }

/** Why an edge may not be drawn, or null when it may. A port that has an edge is reconnected. */
export function connectionError(document: FlowDocument, from: PortRef, target: string): string | null {
  const source = document.steps[from.stepId]
  if (!source || !Object.hasOwn(document.steps, target)) return 'This step is not there any more.'
  if (!stepPorts(source).some((port) => port.id === from.port)) return 'This port is not there any more.'
  if (document.steps[target]?.kind === 'start') return 'No edge may lead into Start. Connect the step after it.'
  return null
}

/** Draws the edge from a port, in the place of the one that was there. */
export function connectPort(document: FlowDocument, from: PortRef, target: string): void {
  const step = document.steps[from.stepId]
  if (step && connectionError(document, from, target) === null) step.next[from.port] = target
}

export function disconnectPort(document: FlowDocument, from: PortRef): void {
  const step = document.steps[from.stepId]
  if (step) delete step.next[from.port]
}

/** Removes steps with every edge to them. Start stays. */
export function removeSteps(document: FlowDocument, stepIds: readonly string[]): void {
  const gone = new Set(stepIds.filter((id) => document.steps[id] && document.steps[id].kind !== 'start'))
  for (const id of gone) {
    delete document.steps[id]
    delete document.layout[id]
  }
  for (const step of Object.values(document.steps)) {
    for (const [port, target] of Object.entries(step.next)) if (gone.has(target)) delete step.next[port]
  }
}

/** A step's first port without an edge, error ports last; null when all are connected. */
export function findFreePort(document: FlowDocument, stepId: string): string | null {
  const step = document.steps[stepId]
  if (!step) return null
  const free = stepPorts(step).filter((port) => !Object.hasOwn(document.steps, step.next[port.id] ?? ''))
  return (free.find((port) => !port.error) ?? free[0])?.id ?? null
}

/** Makes a step ready to add: its id, name and context key are not used by another step of the flow. */
export function createStep(document: FlowDocument, wanted: NewStep): { id: string; step: Step } {
  const step = freshStep(wanted)
  if (step.name) step.name = uniqueStepName(step.name, document)
  if (isKeyed(step)) step.contextKey = uniqueContextKey(step.name, contextKeys(document))
  const id = uniqueStepId(step.name || wanted.kind, new Set(Object.keys(document.steps)))
  return { id, step }
}

/** Puts a step into the document, connected from a port when one is given. */
export function addStep(
  document: FlowDocument,
  { id, step, at, from }: { id: string; step: Step; at: readonly [number, number]; from: PortRef | null },
): void {
  document.steps[id] = step
  document.layout[id] = [Math.round(at[0]), Math.round(at[1])]
  if (from) connectPort(document, from, id)
}

export function moveSteps(document: FlowDocument, positions: Readonly<Record<string, { x: number; y: number }>>): void {
  for (const [id, { x, y }] of Object.entries(positions)) {
    if (Object.hasOwn(document.steps, id)) document.layout[id] = [Math.round(x), Math.round(y)]
  }
}

/** Makes a document what another one is, in place. */
export function restoreDocument(document: FlowDocument, wanted: FlowDocument): void {
  // The id is part of addresses: it belongs to the flow and not to what is drawn.
  const { id } = document
  delete document.description
  Object.assign(document, structuredClone(wanted), { id })
}

function freshStep(wanted: NewStep): Step {
  if (wanted.kind === 'action') return createActionStep(wanted.action)
  if (wanted.kind !== 'connector') return stepDefinitions[wanted.kind].create()
  const { name, connector, action } = wanted
  const { endpoint: _ofHttp, ...created } = stepDefinitions.connector.create()
  const settings = settingsFor(typeOfAction(action), action, created.errorHandling)
  return { ...created, ...settings, name, connector }
}
