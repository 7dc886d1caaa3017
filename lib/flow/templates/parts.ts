import type { Step } from '../../steps/schemas'
import type { ScreenComponent } from '../../steps/screen/schema'

// What the templates have in common.

const automatic = { mode: 'automatic' as const }

export const action = { kind: 'action' as const, errorHandling: { actionExecution: automatic } }
export const call = { kind: 'connector' as const, timeoutSeconds: 10, async: false }
export const handled = { httpError: { mode: 'custom' as const }, connectorExecution: automatic }
export const unhandled = { httpError: automatic, connectorExecution: automatic }

export const email: ScreenComponent = { type: 'email', name: 'email', label: 'Email', required: true }
export const password: ScreenComponent = { type: 'password', name: 'password', label: 'Password', required: true }
export const name: ScreenComponent = { type: 'text-input', name: 'name', label: 'Name', required: true }

export function start(to: string): Step {
  return { kind: 'start', next: { default: to } }
}

/** A screen with a heading, room for an error, and one button that leads on. */
export function screen(title: string, parts: readonly ScreenComponent[], button: string, to: string): Step {
  return {
    kind: 'screen',
    name: title,
    components: [
      { type: 'heading', text: title },
      { type: 'error' },
      ...parts,
      { type: 'button', id: 'submit', text: button, variant: 'primary' },
    ],
    next: { submit: to },
  }
}

export function end(
  title: string,
  outputs: Record<string, string> = {},
  result: 'success' | 'failure' = 'success',
): Step {
  return {
    kind: 'end',
    name: title,
    next: {},
    result,
    outputs: Object.entries(outputs).map(([key, value]) => ({ key, type: 'json', value })),
    returnTokenWithoutUser: false,
  }
}

/** A condition with one branch: yes or else. */
export function when(
  title: string,
  branch: string,
  key: string,
  value: string | number,
  yes: string,
  no: string,
): Step {
  const operator = typeof value === 'string' && value.includes(',') ? ('in' as const) : ('equal' as const)
  return {
    kind: 'condition',
    name: title,
    branches: [{ id: 'yes', name: branch, when: { all: [{ key, operator, value }] } }],
    next: { yes, else: no },
  }
}
