import { z } from 'zod'
import { originOf } from '../origin'
import { connectionSettings } from './schema'

const sending = z.object({
  baseUrl: z.string(),
  insecure: z.boolean().default(false),
  authentication: z.object({ method: z.literal('connection'), connection: z.object(connectionSettings) }),
})

/**
 * Where a connector sends the tokens that people have connected, as one text: whose, of which app, and to what host. Null
 * for settings that send none, also for those that are not valid: they are refused elsewhere.
 */
export function tokenDestination(settings: unknown): string | null {
  const parsed = sending.safeParse(settings)
  if (!parsed.success) return null
  const { baseUrl, insecure, authentication } = parsed.data
  const { appId, level } = authentication.connection
  return JSON.stringify([appId, level, originOf(baseUrl) ?? baseUrl, insecure])
}
