import { z } from 'zod'

/** The settings that every type of connector has. */
export const connectorName = z
  .string()
  .trim()
  .min(1, 'Give the connector a name.')
  .max(100, 'Use at most 100 characters.')

export const connectorDescription = z.string().trim().max(1_000, 'Use at most 1,000 characters.').default('')
