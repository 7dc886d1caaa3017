import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form'
import type { z } from 'zod'

/**
 * Checks a step as publishing does. Each top-level field gets one error whose `types` hold every message by its path,
 * since the fields of lists are not registered one by one.
 */
export function stepResolver<S extends FieldValues>(schema: z.ZodType): Resolver<S> {
  return (values) => {
    const parsed = schema.safeParse(values)
    if (parsed.success) return { values, errors: {} }
    const errors: Record<string, { type: string; message: string; types: Record<string, string> }> = {}
    for (const issue of parsed.error.issues) {
      const path = issue.path.map(String)
      const field = path[0] ?? 'root'
      errors[field] ??= { type: 'publishable', message: issue.message, types: {} }
      errors[field].types[path.join('.')] ??= issue.message
    }
    return { values: {}, errors: toFieldErrors<S>(errors) }
  }
}

/** Every message by path. */
export function flattenErrors(errors: object): Record<string, string> {
  return Object.assign({}, ...Object.values(errors).map((error) => (hasTypes(error) ? error.types : {})))
}

function hasTypes(error: unknown): error is { types: Record<string, string> } {
  return typeof error === 'object' && error !== null && 'types' in error
}

// FieldErrors describes nested fields; the ones here are flat, which the type of a generic form cannot express.
function toFieldErrors<S extends FieldValues>(errors: FieldErrors): FieldErrors<S> {
  const typed: FieldErrors<S> = {}
  return Object.assign(typed, errors)
}
