'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
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
import { Input } from '@/components/ui/input'
import { createKey } from '@/lib/console/actions'
import { createKeySchema } from '@/lib/console/schema'

const formSchema = createKeySchema.pick({ name: true })

export interface CreateKeyDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function CreateKeyDialog({ projectId, open, onOpenChange }: CreateKeyDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {/* The key is shown once: a press beside the dialog must not lose it. */}
      <DialogContent onInteractOutside={(event) => event.preventDefault()}>
        <CreateKeySteps projectId={projectId} />
      </DialogContent>
    </Dialog>
  )
}

function CreateKeySteps({ projectId }: { projectId: string }) {
  const router = useRouter()
  const [secret, setSecret] = useState('')
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { name: '' } })

  async function submit({ name }: { name: string }) {
    const result = await createKey({ projectId, name })
    if (!result.ok) return applyActionError(form, result)
    setSecret(result.data.secret)
    router.refresh()
  }

  if (secret) return <SecretStep projectId={projectId} secret={secret} />
  return (
    <Form form={form} onSubmit={submit} className="gap-0">
      <DialogHeader>
        <DialogTitle>Create management key</DialogTitle>
        <DialogDescription>Name it after the server or pipeline that will use it.</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-3">
        <ErrorSummary />
        <TextField name="name" label="Name" required autoComplete="off" placeholder="Back end" />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton>Create key</SubmitButton>
      </DialogFooter>
    </Form>
  )
}

function SecretStep({ projectId, secret }: { projectId: string; secret: string }) {
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
            aria-label="Management key"
            value={secret}
            className="font-mono text-xs"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={secret} label="Copy key" showLabel variant="primary" />
        </div>
        <Callout tone="info" title="Send it with the project's id">
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
