'use client'

import { useEffect, useRef, useState } from 'react'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog'
import { RelativeTime } from '@/components/ui/relative-time'
import { Spinner } from '@/components/ui/spinner'
import type { TokenDetails } from '@/lib/outbound/tokens/details/schema'
import { ownerText } from './token-labels'
import type { AskedToken } from './token-place'

/** Longer than the server waits for a provider. */
const PATIENCE_SECONDS = 70

export interface RefreshDialogProps {
  projectId: string
  token: AskedToken
  /** It has ended, well or not: what the page shows may be old. */
  onEnded: () => void
  onClose: () => void
}

type Outcome = { type: 'waiting' } | { type: 'done'; token: TokenDetails } | { type: 'failed'; error: unknown }

/** Refreshes a token at its provider, and says what came of it. */
export function RefreshDialog({ projectId, token, onEnded, onClose }: RefreshDialogProps) {
  const [outcome, setOutcome] = useState<Outcome>({ type: 'waiting' })
  const [round, setRound] = useState(1)
  const ended = useRef(onEnded)
  ended.current = onEnded
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks again
  useEffect(() => {
    const controller = new AbortController()
    const path = projectPath(projectId, 'outbound-tokens', token.id, 'refresh')
    fetchJson<TokenDetails>(path, { body: {}, signal: controller.signal, timeoutSeconds: PATIENCE_SECONDS })
      .then((given): Outcome => ({ type: 'done', token: given }))
      .catch((error: unknown): Outcome => ({ type: 'failed', error }))
      .then((next) => {
        if (controller.signal.aborted) return
        setOutcome(next)
        ended.current()
      })
    return () => controller.abort()
  }, [projectId, token.id, round])

  function close() {
    // Waiting ends; a refresh that the provider has begun is carried to its end on the server.
    if (outcome.type === 'waiting') onEnded()
    onClose()
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : close())}>
      <DialogContent size="sm">
        <DialogHeader>
          <DialogTitle>Refresh token</DialogTitle>
          <DialogDescription>
            Of {ownerText(token)}, {token.app.name}.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          {outcome.type === 'waiting' ? (
            <p role="status" className="flex items-center gap-2 text-muted text-sm">
              <Spinner label="Refreshing" /> Asking the provider for a new access token…
            </p>
          ) : outcome.type === 'done' ? (
            <Callout tone="success" role="status" title="The token was refreshed">
              {outcome.token.expiresAt ? (
                <>
                  It expires <RelativeTime value={outcome.token.expiresAt} />.
                </>
              ) : (
                'The provider does not say when it expires.'
              )}
            </Callout>
          ) : (
            <RequestError
              title="The token was not refreshed"
              error={asApiError(outcome.error)}
              onRetry={() => {
                setOutcome({ type: 'waiting' })
                setRound(round + 1)
              }}
            />
          )}
        </DialogBody>
        <DialogFooter>
          <Button variant={outcome.type === 'waiting' ? 'secondary' : 'primary'} onClick={close}>
            {outcome.type === 'waiting' ? 'Stop waiting' : 'Close'}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
