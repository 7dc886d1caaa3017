'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { LinesField } from '@/components/form/lines-field'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { TextareaField } from '@/components/form/textarea-field'
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
import { createAccessKey } from '@/lib/identity/access-keys/actions'
import { accessKeyFormSchema } from '@/lib/identity/access-keys/schema'
import { SecretStep } from './secret-step'

const EMPTY = {
  name: '',
  description: '',
  expiresAt: '',
  boundUserId: '',
  roleNames: '',
  tenants: [],
  permittedIps: [],
  customClaims: '',
}

export interface CreateAccessKeyDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function CreateAccessKeyDialog({ projectId, open, onOpenChange }: CreateAccessKeyDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {/* The key is shown once: a press beside the dialog must not lose it. */}
      <DialogContent onInteractOutside={(event) => event.preventDefault()}>
        <CreateAccessKeySteps projectId={projectId} />
      </DialogContent>
    </Dialog>
  )
}

function CreateAccessKeySteps({ projectId }: { projectId: string }) {
  const router = useRouter()
  const [secret, setSecret] = useState('')
  const form = useForm({ resolver: zodResolver(accessKeyFormSchema), defaultValues: EMPTY })

  async function submit() {
    // As it was typed: the action reads it by the same schema.
    const result = await createAccessKey({ projectId, ...form.getValues() })
    if (!result.ok) return applyActionError(form, result)
    setSecret(result.data.secret)
    router.refresh()
  }

  if (secret) {
    const use = 'Exchange it by POST /v1/auth/accesskey/exchange'
    return <SecretStep projectId={projectId} secret={secret} label="Access key" use={use} />
  }
  return (
    <Form form={form} onSubmit={submit} className="min-h-0 gap-0">
      <DialogHeader>
        <DialogTitle>Create access key</DialogTitle>
        <DialogDescription>
          Name it after the machine or program that will exchange it for session JWTs.
        </DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <ErrorSummary />
        <TextField name="name" label="Name" required autoComplete="off" placeholder="Nightly import" />
        <TextField name="description" label="Description" optional autoComplete="off" />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="expiresAt"
            label="Expires"
            type="date"
            optional
            description="At the end of that day (UTC). Empty: never."
          />
          <TextField
            name="boundUserId"
            label="Acts as user"
            optional
            autoComplete="off"
            placeholder="ana@example.com"
            description="A login id or user id. Empty: in its own name."
          />
        </div>
        <TextField
          name="roleNames"
          label="Roles"
          optional
          autoComplete="off"
          placeholder="importer, reader"
          description="In the project, with commas between. Of a key that acts as a user, they narrow the user’s."
        />
        <LinesField
          name="tenants"
          label="Tenants"
          optional
          rows={2}
          placeholder="acme: admin, reader"
          description="One a line: the tenant’s id and, after a colon, the roles in it."
        />
        <LinesField
          name="permittedIps"
          label="Permitted addresses"
          optional
          rows={2}
          placeholder="203.0.113.7"
          description="One a line: addresses or ranges such as 10.0.0.0/8. Empty: any."
        />
        <TextareaField
          name="customClaims"
          label="Custom claims"
          optional
          mono
          rows={3}
          spellCheck={false}
          placeholder={'{"plan": "pro"}'}
          description="A JSON object that every JWT of this key carries."
        />
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
