'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
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
import { SecretStep } from './secret-step'

export interface CreateKeyDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** A dialog that makes a key and shows it once. @param children its steps, which begin afresh each time it opens */
export function CreateSecretDialog({ open, onOpenChange, children }: CreateKeyDialogProps & { children: ReactNode }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {/* The key is shown once: a press beside the dialog must not lose it. */}
      <DialogContent onInteractOutside={(event) => event.preventDefault()}>{children}</DialogContent>
    </Dialog>
  )
}

export interface CreateSecretStepsProps<Input extends FieldValues, Values extends FieldValues> {
  projectId: string
  form: UseFormReturn<Input, unknown, Values>
  title: string
  description: string
  /** What the secret is called, and how it is used: ahead of the way to send it. */
  secret: { label: string; use: string }
  create: (
    values: Values,
  ) => Promise<
    | { ok: true; data: { secret: string } }
    | { ok: false; code: string; message: string; fields?: Record<string, string> }
  >
  /** The fields. */
  children: ReactNode
}

export function CreateSecretSteps<Input extends FieldValues, Values extends FieldValues>({
  projectId,
  form,
  title,
  description,
  secret: { label, use },
  create,
  children,
}: CreateSecretStepsProps<Input, Values>) {
  const router = useRouter()
  const [secret, setSecret] = useState('')

  async function submit(values: Values) {
    const result = await create(values)
    if (!result.ok) return applyActionError(form, result)
    setSecret(result.data.secret)
    router.refresh()
  }

  if (secret) return <SecretStep projectId={projectId} secret={secret} label={label} use={use} />
  return (
    <Form form={form} onSubmit={submit} className="min-h-0 gap-0">
      <DialogHeader>
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>{description}</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <ErrorSummary />
        {children}
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
