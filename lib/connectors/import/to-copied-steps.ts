import { COPIED_STEPS_FORMAT, type CopiedSteps } from '@/lib/flow/copied-steps'
import { connectorDefinition } from '@/lib/steps/connector/definition'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import type { ImportedStep } from './types'

const COLUMNS = 4
const COLUMN_WIDTH = 320
const ROW_HEIGHT = 160

/** Imported steps as the flow editor pastes them: calls of one connector, side by side and not connected. */
export function toCopiedSteps(steps: readonly ImportedStep[], connectorId: string): CopiedSteps {
  const copied: CopiedSteps = { format: COPIED_STEPS_FORMAT, steps: {}, layout: {} }
  const keys = new Set<string>()
  steps.forEach((imported, index) => {
    const id = `call-${index + 1}`
    const contextKey = free(imported.contextKey, keys)
    keys.add(contextKey)
    const step: ConnectorStep = { ...connectorDefinition.create(), ...imported, contextKey, connector: connectorId }
    copied.steps[id] = step
    copied.layout[id] = [(index % COLUMNS) * COLUMN_WIDTH, Math.floor(index / COLUMNS) * ROW_HEIGHT]
  })
  return copied
}

function free(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key
  let number = 2
  while (taken.has(`${key}${number}`)) number += 1
  return `${key}${number}`
}
