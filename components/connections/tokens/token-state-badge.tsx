import { Badge } from '@/components/ui/badge'
import type { TokenState } from '@/lib/outbound/tokens/list/schema'
import { stateLabels } from './token-labels'

const tones = { active: 'success', expiring: 'info', expired: 'warning', needsReconnect: 'danger' } as const

export function TokenStateBadge({ state }: { state: TokenState }) {
  return (
    <Badge tone={tones[state]} dot>
      {stateLabels[state]}
    </Badge>
  )
}
