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
import { createKey } from '@/lib/console/actions'
import { createKeySchema } from '@/lib/console/schema'
import { SecretStep } from './secret-step'

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

  if (secret) {
    const use = 'Send it with the project\u2019s id'
    return <SecretStep projectId={projectId} secret={secret} label="Management key" use={use} />
  }
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
