import type { KnownConnector } from './plan-form'

interface Choice {
  id: string
  name: string
  type: string
  detail?: string
}

/** The connectors that an imported call may use: those that call by HTTP. */
export function toKnownConnectors(choices: readonly Choice[]): KnownConnector[] {
  return choices.flatMap(({ id, name, type, detail }) =>
    type === 'http' && detail ? [{ id, name, baseUrl: detail }] : [],
  )
}
