/** Every kind of step. A new one is a compile error until schema, definition, executor and form exist. */
export const stepKinds = ['start', 'screen', 'connector', 'condition', 'action', 'scriptlet', 'subflow', 'end'] as const
export type StepKind = (typeof stepKinds)[number]
