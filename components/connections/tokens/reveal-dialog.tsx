'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog'
import { type RevealedToken, revealSchema, SHOWN_SECONDS } from '@/lib/outbound/tokens/reveal/schema'
import { ownerText } from './token-labels'
import type { AskedToken } from './token-place'

export interface RevealDialogProps {
  projectId: string
  token: AskedToken
  /** It stands in the timeline now. */
  onRevealed: () => void
  onClose: () => void
}

/**
 * Shows a token to an admin who gives their password once more. The answer lives in this component alone, for a minute:
 * no query cache holds it, and hiding or closing drops it.
 */
export function RevealDialog({ projectId, token, onRevealed, onClose }: RevealDialogProps) {
  const [revealed, setRevealed] = useState<RevealedToken | null>(null)
  const [hidden, setHidden] = useState(false)
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent size="md">
        <DialogHeader>
          <DialogTitle>Reveal {token.app.type === 'apiKey' ? 'API key' : 'token'}</DialogTitle>
          <DialogDescription>
            Of {ownerText(token)}, {token.app.name}. Whoever holds it may act as them: it is written into the audit log
            and the timeline that you have read it.
          </DialogDescription>
        </DialogHeader>
        {revealed ? (
          <Revealed
            token={revealed}
            isKey={token.app.type === 'apiKey'}
            onHide={() => {
              setRevealed(null)
              setHidden(true)
            }}
          />
        ) : hidden ? (
          <>
            <DialogBody>
              <p role="status" className="text-muted text-sm">
                The token is hidden again. Close this window, or give your password to see it once more.
              </p>
            </DialogBody>
            <DialogFooter>
              <Button onClick={() => setHidden(false)}>Reveal again</Button>
              <DialogClose asChild>
                <Button variant="primary">Close</Button>
              </DialogClose>
            </DialogFooter>
          </>
        ) : (
          <PasswordForm
            projectId={projectId}
            tokenId={token.id}
            onRevealed={(given) => {
              setRevealed(given)
              onRevealed()
            }}
          />
        )}
      </DialogContent>
    </Dialog>
  )
}

interface PasswordFormProps {
  projectId: string
  tokenId: string
  onRevealed: (token: RevealedToken) => void
}

function PasswordForm({ projectId, tokenId, onRevealed }: PasswordFormProps) {
  const form = useForm({ resolver: zodResolver(revealSchema), defaultValues: { password: '' } })
  const left = useRef<AbortController>(null)
  // Who closes the dialog wants no answer any more.
  useEffect(() => () => left.current?.abort(), [])

  async function submit({ password }: { password: string }) {
    const controller = new AbortController()
    left.current = controller
    try {
      const path = projectPath(projectId, 'outbound-tokens', tokenId, 'reveal')
      const answer = await fetchJson<RevealedToken>(path, { body: { password }, signal: controller.signal })
      if (!controller.signal.aborted) onRevealed(answer)
    } catch (error) {
      if (controller.signal.aborted) return
      applyActionError(form, asApiError(error))
    }
  }

  return (
    <Form form={form} onSubmit={submit} className="gap-0">
      <DialogBody className="grid gap-4">
        <ErrorSummary />
        <TextField
          name="password"
          type="password"
          label="Your password"
          required
          autoFocus
          autoComplete="current-password"
          description={`It is shown for ${SHOWN_SECONDS} seconds.`}
        />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton>Reveal</SubmitButton>
      </DialogFooter>
    </Form>
  )
}

function Revealed({ token, isKey, onHide }: { token: RevealedToken; isKey: boolean; onHide: () => void }) {
  const [left, setLeft] = useState(SHOWN_SECONDS)
  const hide = useRef(onHide)
  hide.current = onHide
  useEffect(() => {
    const until = Date.now() + SHOWN_SECONDS * 1000
    // By the clock: a page in the background ticks less often.
    const timer = setInterval(() => {
      const seconds = Math.ceil((until - Date.now()) / 1000)
      if (seconds > 0) setLeft(seconds)
      else hide.current()
    }, 500)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      <DialogBody className="grid gap-3">
        <SecretValue label={isKey ? 'API key' : 'Access token'} value={token.accessToken} />
        {token.refreshToken === null ? null : <SecretValue label="Refresh token" value={token.refreshToken} />}
        {token.idToken === null ? null : <SecretValue label="ID token" value={token.idToken} />}
      </DialogBody>
      <DialogFooter>
        <span className="mr-auto text-muted text-xs tabular-nums">Hidden in {left} s</span>
        <Button variant="primary" onClick={onHide}>
          Hide now
        </Button>
      </DialogFooter>
    </>
  )
}

function SecretValue({ label, value }: { label: string; value: string }) {
  return (
    <section aria-label={label}>
      <h3 className="mb-1 flex items-center justify-between font-medium text-sm">
        {label}
        <CopyButton value={value} label={`Copy the ${label.charAt(0).toLowerCase()}${label.slice(1)}`} size="icon-xs" />
      </h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-32 overflow-y-auto whitespace-pre-wrap break-all rounded-md border border-line bg-sunken px-2.5 py-2 font-mono text-xs"
      >
        {value}
      </pre>
    </section>
  )
}
