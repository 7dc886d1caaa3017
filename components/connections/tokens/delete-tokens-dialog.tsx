'use client'

import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { quantity } from '@/components/ui/quantity'
import { Spinner } from '@/components/ui/spinner'
import type { TokenCounts, TokenSelection } from '@/lib/outbound/tokens/details/schema'

/** A connection may hold 100,000. */
const DELETE_TIMEOUT_SECONDS = 120

export interface DeleteTokensDialogProps {
  projectId: string
  selection: TokenSelection
  /** “of Ada Lovelace for Google”. */
  ofWhat: string
  onDeleted: () => void
  onClose: () => void
}

/** Says what a deletion takes along, and has it typed when it is more than one token. */
export function DeleteTokensDialog({ projectId, selection, ofWhat, onDeleted, onClose }: DeleteTokensDialogProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['outbound-token-counts', projectId, selection],
    queryFn: ({ signal }) =>
      fetchJson<TokenCounts>(projectPath(projectId, 'outbound-tokens', 'counts'), { query: selection, signal }),
    // What is confirmed must be what there is now.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const one = selection.tokenId !== undefined
  const tokens = quantity(data?.tokens ?? 0, 'token')

  async function remove(): Promise<boolean> {
    try {
      const { deleted } = await fetchJson<{ deleted: number }>(projectPath(projectId, 'outbound-tokens'), {
        method: 'DELETE',
        body: selection,
        timeoutSeconds: DELETE_TIMEOUT_SECONDS,
      })
      toast.success(deleted === 1 ? 'The token was deleted.' : `${quantity(deleted, 'token')} were deleted.`)
      onDeleted()
      return true
    } catch (failure) {
      toast.error(asApiError(failure).message)
      return false
    }
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={one ? 'Delete this token?' : 'Delete all these tokens?'}
      description={
        error ? (
          <RequestError title="The tokens could not be counted" error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <Consequences counts={data} ofWhat={ofWhat} one={one} />
        ) : (
          <Spinner label="Counting what goes" />
        )
      }
      confirmLabel={one ? 'Delete token' : data ? `Delete ${tokens}` : 'Delete tokens'}
      blocked={!data}
      {...(data && !one ? { typedConfirmation: `delete ${tokens}` } : {})}
      onConfirm={remove}
    />
  )
}

function Consequences({ counts, ofWhat, one }: { counts: TokenCounts; ofWhat: string; one: boolean }) {
  const { tokens, users, tenants, toRevoke } = counts
  const owners = [
    ...(users > 0 ? [quantity(users, 'user')] : []),
    ...(tenants > 0 ? [quantity(tenants, 'tenant')] : []),
  ].join(' and ')
  return (
    <div className="grid gap-2">
      <p className="break-words">
        {one ? 'The token' : quantity(tokens, 'token')} {ofWhat}
        {one ? ' goes' : owners ? `, of ${owners} in all, go` : ' go'} for good. Whatever fetches{' '}
        {one || tokens === 1 ? 'it' : 'them'} is told that nobody is connected, until they connect again.
      </p>
      <p>
        {toRevoke === 0
          ? 'The provider is not told: the connection has no revocation URL. What was given stays valid there until it lapses.'
          : toRevoke === tokens
            ? 'The provider is told to revoke what it gave.'
            : `The providers of ${quantity(toRevoke, 'token')} are told to revoke them; the other connections have no revocation URL.`}
      </p>
    </div>
  )
}
