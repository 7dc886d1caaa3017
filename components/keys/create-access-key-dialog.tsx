'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { LinesField } from '@/components/form/lines-field'
import { TextField } from '@/components/form/text-field'
import { TextareaField } from '@/components/form/textarea-field'
import { createAccessKey } from '@/lib/identity/access-keys/actions'
import { accessKeyFormSchema } from '@/lib/identity/access-keys/schema'
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
    </CreateSecretSteps>
  )
}
