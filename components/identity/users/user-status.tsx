import { Badge } from '@/components/ui/badge'
import type { UserStatus } from '@/lib/identity/users/schema'

export const userStatusLabels: Readonly<Record<UserStatus, string>> = {
  enabled: 'Enabled',
  disabled: 'Disabled',
  invited: 'Invited',
  expired: 'Expired',
}

const tones = { enabled: 'success', disabled: 'danger', invited: 'info', expired: 'warning' } as const

export function UserStatusBadge({ status }: { status: UserStatus }) {
  return (
    <Badge tone={tones[status]} dot>
      {userStatusLabels[status]}
    </Badge>
  )
}
