import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import {
  DialogBody,
  DialogClose,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'

export interface SecretStepProps {
  projectId: string
  secret: string
  /** What it is: “Management key”. */
  label: string
  /** What is done with the header that is shown. */
  use: string
}

/** A secret that was just made: it is shown once. */
export function SecretStep({ projectId, secret, label, use }: SecretStepProps) {
  const bearer = `Authorization: Bearer ${projectId}:${secret}`
  return (
    <>
      <DialogHeader>
        <DialogTitle>Copy the key now</DialogTitle>
        <DialogDescription>Only its fingerprint is kept: it cannot be shown again.</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <div className="flex gap-2">
          <Input
            readOnly
            aria-label={label}
            value={secret}
            className="font-mono text-xs"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={secret} label="Copy key" showLabel variant="primary" />
        </div>
        <Callout tone="info" title={use}>
          <span className="flex items-start gap-1">
            <code className="min-w-0 flex-1 break-all font-mono text-xs">{bearer}</code>
            <CopyButton value={bearer} label="Copy header" size="icon-xs" />
          </span>
        </Callout>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Done</Button>
        </DialogClose>
      </DialogFooter>
    </>
  )
}
