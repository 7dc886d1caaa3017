import { keyName } from '../../fields'

/** The name of the secret form field that an action reads. */
export const secretFieldName = keyName

/** Where the runner keeps a secret form field, apart from the context. */
export function secretPath(field: string): string {
  return `form.${field}`
}

/** Stands for a secret in messages. */
export const MASKED = '••••'
