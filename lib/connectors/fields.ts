import { z } from 'zod'

/** The settings that every type of connector has. */
export const connectorName = z
  .string()
  .trim()
  .min(1, 'Give the connector a name.')
  .max(100, 'Use at most 100 characters.')

export const connectorDescription = z.string().trim().max(1_000, 'Use at most 1,000 characters.').default('')

/** Of a call when neither its step nor its connector names one. */
export const DEFAULT_TIMEOUT_SECONDS = 10
export const DEFAULT_MAX_RESPONSE_BYTES = 10 * 1024 * 1024

/** Of a call whose step names none. Null: 10. */
export const timeoutSeconds = z
  .number('Enter a number of seconds.')
  .int('Use whole seconds.')
  .min(1, 'Use at least 1 second.')
  .max(120, 'Use at most 120 seconds.')
  .nullable()
  .default(null)

export const maxResponseBytes = z
  .number('Enter a number of bytes.')
  .int('Use whole bytes.')
  .min(1_024, 'Use at least 1,024 bytes.')
  .max(104_857_600, 'Use at most 104,857,600 bytes (100 MiB).')
  .default(DEFAULT_MAX_RESPONSE_BYTES)
