import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { fetchJson } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { ConfirmDialog, type ConfirmDialogProps } from '@/components/ui/alert-dialog'
import { quantity } from '@/components/ui/quantity'
import { Spinner } from '@/components/ui/spinner'

export interface DeleteRecordDialogProps<T>
  extends Pick<ConfirmDialogProps, 'title' | 'confirmLabel' | 'typedConfirmation' | 'onConfirm'> {
  /** Where it is counted what goes. */
  path: string
  /** What goes, as list items. */
  describe: (remains: T) => ReactNode
  onClose: () => void
  children?: ReactNode
}

/** Asks before a user or tenant goes; nothing can be confirmed before it is counted what goes with it. */
export function DeleteRecordDialog<T>({ path, describe, onClose, ...props }: DeleteRecordDialogProps<T>) {
  const { data, error, refetch } = useQuery({
    queryKey: ['remains', path],
    queryFn: ({ signal }) => fetchJson<T>(path, { signal }),
    // What is confirmed must be what there is now.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <ConfirmDialog
      {...props}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      blocked={!data}
      description={
        error ? (
          <RequestError title="It could not be counted what goes" error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <>
            <p>This cannot be undone.</p>
            <ul className="mt-2 list-disc pl-5">{describe(data)}</ul>
          </>
        ) : (
          <Spinner label="Counting what goes" />
        )
      }
    />
  )
}

export function membershipsText(count: number): string {
  return count === 1 ? '1 membership with its roles ends.' : `${quantity(count, 'membership')} with their roles end.`
}

export function tokensText(count: number): string {
  if (count === 0) return 'No connected token goes with it.'
  return `${quantity(count, 'connected token')} ${count === 1 ? 'is' : 'are'} deleted, and revoked where the connection has a revocation URL.`
}
