import type { Step } from './schemas'

/** The root of the context below which a kind of step keeps what it came to, under its context key. */
const roots = { connector: 'connectors', scriptlet: 'scripts', subflow: 'subflows' } as const

/** A step that keeps what it came to under a context key. */
export type KeyedStep = Extract<Step, { kind: keyof typeof roots }>

export function isKeyed(step: Step): step is KeyedStep {
  return Object.hasOwn(roots, step.kind)
}

/** Where a step's results lie: `connectors`, `scripts`, `subflows`. */
export function resultRoot(step: Pick<KeyedStep, 'kind'>): string {
  return roots[step.kind]
}
