import { z } from 'zod'
import { actorTypes } from './types'

const time = z.iso.datetime({ offset: true, error: 'Give a time in ISO 8601.' })

/** The filter of the audit log, as an address holds it. */
export const auditFilterSchema = z.object({
  actor: z.enum(actorTypes).optional(),
  action: z.string().max(200).optional(),
  text: z.string().max(200).optional(),
  from: time.optional(),
  to: time.optional(),
})
