'use client'

import { unstable_rethrow } from 'next/navigation'
import { AlertDialog as Primitive } from 'radix-ui'
import { type ReactNode, useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from './button'
import { overlayClasses } from './dialog'
import { Input } from './input'
import { useReturnFocus } from './use-return-focus'

export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** Says what will be removed or changed. */
  description: ReactNode
  /** A verb and its object: “Delete connector”. */
  confirmLabel: string
  cancelLabel?: string
  destructive?: boolean
  /** When given, the person types this text before the button works. */
  typedConfirmation?: string
  /** As long as it is not known yet what would be removed, nothing can be confirmed. */
  blocked?: boolean
  /** The dialog stays open, busy, until this settles; `false` keeps it open, and so does a failure, which it tells. */
  onConfirm: () => Promise<boolean | undefined> | Promise<void> | void
  /** Where something is in the way: shown above the buttons. */
  children?: ReactNode
}

/** Asks before work that cannot be undone. Focus begins on Cancel. */
export function ConfirmDialog({ open, onOpenChange, ...props }: ConfirmDialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlayClasses} />
        <ConfirmContent onOpenChange={onOpenChange} {...props} />
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** Mounts when it opens. */
function ConfirmContent(props: Omit<ConfirmDialogProps, 'open'>) {
  const { title, description, confirmLabel, cancelLabel = 'Cancel', destructive = true, typedConfirmation } = props
  const [busy, setBusy] = useState(false)
  const [typed, setTyped] = useState('')
  const inputId = useId()
  const ready = !props.blocked && (typedConfirmation === undefined || typed === typedConfirmation)

  async function confirm() {
    setBusy(true)
    try {
      const done = await props.onConfirm()
      if (done !== false) props.onOpenChange(false)
    } catch (error) {
      // An action that leads to another page is no failure.
      unstable_rethrow(error)
      toast.error('The server could not be reached. Try again.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <Primitive.Content
      onCloseAutoFocus={useReturnFocus()}
      className="fixed top-1/2 left-1/2 z-50 grid w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 gap-3 rounded-xl bg-raised p-5 shadow-lg outline-none data-[state=open]:animate-pop-in"
    >
      <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
      <Primitive.Description asChild>
        <div className="text-muted text-sm">{description}</div>
      </Primitive.Description>
      {props.children}
      {typedConfirmation === undefined ? null : (
        <div className="grid gap-1.5">
          <label htmlFor={inputId} className="text-muted text-sm">
            Type <strong className="font-medium text-fg">{typedConfirmation}</strong> to confirm
          </label>
          <Input
            id={inputId}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && ready && !busy) void confirm()
            }}
          />
        </div>
      )}
      <div className="mt-1 flex flex-wrap justify-end gap-2">
        <Primitive.Cancel asChild>
          <Button disabled={busy}>{cancelLabel}</Button>
        </Primitive.Cancel>
        <Button variant={destructive ? 'danger' : 'primary'} loading={busy} disabled={!ready} onClick={confirm}>
          {confirmLabel}
        </Button>
      </div>
    </Primitive.Content>
  )
}
