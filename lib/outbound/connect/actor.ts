import { z } from 'zod'
import type { TokenActor } from '../tokens/types'
import type { StoredConnect } from './queries'

const actorSchema = z.object({
  type: z.enum(['operator', 'key', 'user', 'flow', 'system']),
  id: z.string(),
  name: z.string(),
})

/** Who asked for a connect, as the events of its token name them. */
export function readActor({ actor, grantedBy }: Pick<StoredConnect, 'actor' | 'grantedBy'>): TokenActor {
  const parsed = actorSchema.safeParse(actor)
  return parsed.success ? parsed.data : { type: 'system', id: '', name: grantedBy }
}
