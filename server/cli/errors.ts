/** The command was understood and could not be done: one sentence on standard error, exit code 1. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CommandError'
  }
}

/** The command was not well formed: exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

// Their messages say what to do and are printed as they are; anything else is a defect and says so.
const PLAIN = new Set([
  'CommandError',
  'UsageError',
  'StartError',
  'DomainError',
  'RunnerError',
  'WrongVaultKeyError',
  'RotationError',
])

/** What to print for an error, and how to exit. */
export function explain(error: unknown): { text: string; code: number } {
  if (!(error instanceof Error)) return { text: String(error), code: EXIT.failed }
  if (error instanceof UsageError) return { text: error.message, code: EXIT.usage }
  if (!PLAIN.has(error.name)) return { text: `Unexpected: ${error.message}\n${error.stack ?? ''}`, code: EXIT.failed }
  const fields =
    'fields' in error && typeof error.fields === 'object' && error.fields ? Object.entries(error.fields) : []
  const lines = fields
    .filter(([, text]) => !error.message.includes(String(text)))
    .map(([field, text]) => `  ${field}: ${text}`)
  return { text: [error.message, ...lines].join('\n'), code: EXIT.failed }
}
