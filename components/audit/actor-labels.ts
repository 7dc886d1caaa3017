import type { ActorType } from '@/lib/audit/types'

export const actorLabels: Readonly<Record<ActorType, string>> = {
  operator: 'Operator',
  key: 'Management key',
  user: 'User',
  system: 'Patchbay',
}
