'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { TextField } from '@/components/form/text-field'
import { createKey } from '@/lib/console/actions'
import { createKeySchema } from '@/lib/console/schema'
import { type CreateKeyDialogProps, CreateSecretDialog, CreateSecretSteps } from './create-secret-dialog'

const formSchema = createKeySchema.pick({ name: true })

export function CreateKeyDialog(props: CreateKeyDialogProps) {
  return (
    <CreateSecretDialog {...props}>
      <Steps projectId={props.projectId} />
    </CreateSecretDialog>
  )
}

function Steps({ projectId }: { projectId: string }) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { name: '' } })
  return (
    <CreateSecretSteps
      projectId={projectId}
      form={form}
      title="Create management key"
      description="Name it after the server or pipeline that will use it."
      secret={{ label: 'Management key', use: 'Send it with the project\u2019s id' }}
      create={({ name }) => createKey({ projectId, name })}
    >
      <TextField name="name" label="Name" required autoComplete="off" placeholder="Back end" />
    </CreateSecretSteps>
  )
}
