import type { z } from 'zod'
import { DomainError } from '@/lib/result'
import { type ConnectorInput, connectorInputSchema } from './schemas'

/**
 * Reads the settings of a connector.
 * @throws DomainError invalid with a message per field
 */
export function parseConnectorInput(input: unknown): ConnectorInput {
  const parsed = connectorInputSchema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new DomainError('invalid', 'Some settings are not valid: see the marked fields.', toFields(parsed.error.issues))
}

/** The first message of each field by its path, and of each unknown key by its own. */
export function toFields(
  issues: readonly z.core.$ZodIssue[],
  prefix: readonly PropertyKey[] = [],
): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of issues) {
    const at = [...prefix, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) fields[[...at, key].join('.')] ??= 'This setting is not known. Remove it.'
    } else fields[at.join('.')] ??= issue.message
  }
  return fields
}
