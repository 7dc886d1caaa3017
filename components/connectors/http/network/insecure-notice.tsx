import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'

/** Stays on the page of a connector for as long as it trusts any certificate. */
export function InsecureNotice() {
  return (
    <Callout tone="warning" role="note" className="mb-6" title="This connector trusts any certificate">
      Nobody knows who answers its calls: anyone on the way can read and change them, secrets too. Turn Trust any
      certificate off as soon as the third party has a certificate that this machine trusts.
    </Callout>
  )
}

/** The same in a list. */
export function InsecureBadge() {
  return (
    <Badge tone="warning" title="TLS certificates are not verified: anyone on the way can read and change its calls">
      Trusts any certificate
    </Badge>
  )
}
