'use client'

import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { LinesField } from '@/components/form/lines-field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { Attribute } from '@/lib/identity/attributes/schema'
import { createUser, updateUser } from '@/lib/identity/users/actions'
import type { UserResponse } from '@/lib/identity/users/response'
import { RecordForm } from '../record-form'
import { MembershipsField } from './memberships-field'
import { toUserPatch, toUserValues, type UserValues } from './user-values'

export interface UserFormProps {
  projectId: string
  /** Null: a new one. */
  user: UserResponse | null
  attributes: readonly Attribute[]
  canWrite: boolean
}

/** Everything of a user that an operator may set; checked by the server, whose messages come back to their fields. */
export function UserForm({ projectId, user, attributes, canWrite }: UserFormProps) {
  const router = useRouter()
  const form = useForm<UserValues>({ defaultValues: toUserValues(user, attributes) })
  // Read while rendering: only then does the form keep count of it.
  const { dirtyFields } = form.formState
  const disabled = !canWrite

  async function save(values: UserValues) {
    const patch = toUserPatch(values, (member) => user === null || dirtyFields[member] !== undefined)
    if (user) return await updateUser({ projectId, userId: user.userId, patch })
    const made = await createUser({ projectId, user: { ...patch, loginIds: patch.loginIds ?? [] } })
    if (made.ok) {
      toast.success('The user was created.')
      router.push(`/p/${projectId}/users/${made.data.id}`)
    }
    return made
  }

  function afterSave(values: UserValues) {
    if (!user) return
    form.reset(values)
    toast.success('The user was saved.')
    router.refresh()
  }

  return (
    <RecordForm
      form={form}
      noun="user"
      isNew={user === null}
      attributes={attributes}
      canWrite={canWrite}
      onSave={save}
      onSaved={afterSave}
    >
      <Card>
        <CardHeader>
          <CardTitle>Who it is</CardTitle>
        </CardHeader>
        <CardContent className="grid gap-4 sm:grid-cols-2">
          <LinesField
            name="loginIds"
            label="Login ids"
            required
            rows={2}
            disabled={disabled}
            description="What the person types to sign in, one a line. No other user of the project may have one of them."
          />
          <TextField name="name" label="Name" autoComplete="off" disabled={disabled} />
          <div className="grid content-start gap-2">
            <TextField name="email" label="E-mail" type="email" autoComplete="off" disabled={disabled} />
            <SwitchField name="verifiedEmail" label="E-mail verified" disabled={disabled} />
          </div>
          <div className="grid content-start gap-2">
            <TextField
              name="phone"
              label="Phone"
              type="tel"
              autoComplete="off"
              placeholder="+1 555 123 4567"
              disabled={disabled}
            />
            <SwitchField name="verifiedPhone" label="Phone verified" disabled={disabled} />
          </div>
          <TextField name="givenName" label="Given name" autoComplete="off" disabled={disabled} />
          <TextField name="middleName" label="Middle name" autoComplete="off" disabled={disabled} />
          <TextField name="familyName" label="Family name" autoComplete="off" disabled={disabled} />
          <TextField
            name="picture"
            label="Picture"
            type="url"
            autoComplete="off"
            placeholder="https://"
            disabled={disabled}
          />
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Tenants and roles</CardTitle>
          <CardDescription>Roles are names that your application reads in the session’s JWT.</CardDescription>
        </CardHeader>
        <CardContent className="grid gap-4">
          <LinesField
            name="roleNames"
            label="Roles in the project"
            rows={2}
            disabled={disabled}
            description="One a line."
            className="max-w-sm"
          />
          <MembershipsField projectId={projectId} disabled={disabled} />
        </CardContent>
      </Card>
    </RecordForm>
  )
}
