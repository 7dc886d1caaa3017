import { connectorOf } from '../../steps/connector-reference'
import { stepPorts } from '../../steps/definitions'
import { FLOW_FORMAT, type FlowDocument } from '../schema'
import { enrichFromCrm, notifyLater, profileLookUp, tryAgain } from './calls'
import { connectAnAccount } from './connections'
import { approval, updateUser } from './decisions'
import { onboardCompany, signInWithPassword, signUpOrInWithCode, signUpWithPassword } from './sign-in'
import type { FlowTemplate } from './types'

/** Flows to begin from, in the order in which they are offered. */
export const flowTemplates: readonly FlowTemplate[] = [
  signInWithPassword,
  signUpWithPassword,
  signUpOrInWithCode,
  onboardCompany,
  connectAnAccount,
  enrichFromCrm,
  profileLookUp,
  approval,
  updateUser,
  tryAgain,
  notifyLater,
]

export function findTemplate(id: string): FlowTemplate | null {
  return flowTemplates.find((template) => template.id === id) ?? null
}

/** The names of the connectors that a template calls. */
export function listTemplateConnectors({ steps }: Pick<FlowTemplate, 'steps'>): string[] {
  return [...new Set(Object.values(steps).map(connectorOf))].filter((name) => name !== '')
}

const COLUMN = 336
const ROW = 176

/** A template as a flow file under a name of its own, its steps in columns from left to right. */
export function toTemplateFile({ description, kind, steps }: FlowTemplate, id: string, name: string): FlowDocument {
  const columns = new Map<number, number>()
  const layout = Object.fromEntries(
    [...depths(steps)].map(([stepId, depth]) => {
      const row = columns.get(depth) ?? 0
      columns.set(depth, row + 1)
      return [stepId, [depth * COLUMN, row * ROW] as [number, number]]
    }),
  )
  return { format: FLOW_FORMAT, id, name, description, kind, steps, layout }
}

/** How many steps lie before each, by the shortest way from Start. */
function depths(steps: FlowTemplate['steps']): Map<string, number> {
  const found = new Map([['start', 0]])
  for (const [id, depth] of found) {
    const step = steps[id]
    for (const port of step ? stepPorts(step) : []) {
      const to = step?.next[port.id]
      if (to !== undefined && !found.has(to)) found.set(to, depth + 1)
    }
  }
  return found
}
