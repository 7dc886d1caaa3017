'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { TextField } from '@/components/form/text-field'
import { createAccessKey } from '@/lib/identity/access-keys/actions'
import { accessKeyFormSchema } from '@/lib/identity/access-keys/schema'
import { AccessKeyFields } from './access-key-fields'
import { type CreateKeyDialogProps, CreateSecretDialog, CreateSecretSteps } from './create-secret-dialog'

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

export function CreateAccessKeyDialog(props: CreateKeyDialogProps) {
  return (
    <CreateSecretDialog {...props}>
      <Steps projectId={props.projectId} />
    </CreateSecretDialog>
  )
}

function Steps({ projectId }: { projectId: string }) {
  const form = useForm({ resolver: zodResolver(accessKeyFormSchema), defaultValues: EMPTY })
  return (
    <CreateSecretSteps
      projectId={projectId}
      form={form}
      title="Create access key"
      description="Name it after the machine or program that will exchange it for session JWTs."
      secret={{ label: 'Access key', use: 'Exchange it by POST /v1/auth/accesskey/exchange' }}
      // As it was typed: the action reads it by the same schema.
      create={() => createAccessKey({ projectId, ...form.getValues() })}
    >
      <AccessKeyFields>
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
      </AccessKeyFields>
    </CreateSecretSteps>
  )
}
