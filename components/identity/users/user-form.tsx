'use client'

import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { LinesField } from '@/components/form/lines-field'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { useLeaveGuard } from '@/components/form/use-leave-guard'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import type { Attribute } from '@/lib/identity/attributes/schema'
import { createUser, updateUser } from '@/lib/identity/users/actions'
import type { UserResponse } from '@/lib/identity/users/response'
import { AttributeFields } from '../attributes/attribute-fields'
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
  const { isDirty, isSubmitSuccessful, dirtyFields } = form.formState
  const guard = useLeaveGuard(isDirty && !(isSubmitSuccessful && user === null))
  const disabled = !canWrite

  async function submit(values: UserValues) {
    const patch = toUserPatch(values, (member) => user === null || dirtyFields[member] !== undefined)
    try {
      if (user) {
        const saved = await updateUser({ projectId, userId: user.userId, patch })
        if (!saved.ok) return applyActionError(form, saved)
        form.reset(values)
        toast.success('The user was saved.')
        return router.refresh()
      }
      const made = await createUser({ projectId, user: { ...patch, loginIds: patch.loginIds ?? [] } })
      if (!made.ok) return applyActionError(form, made)
      toast.success('The user was created.')
      router.push(`/p/${projectId}/users/${made.data.id}`)
    } catch {
      applyActionError(form, { message: 'The server cannot be reached. What you typed is still here: try again.' })
    }
  }

  return (
    <Form form={form} onSubmit={submit} aria-label={user ? 'User' : 'New user'}>
      <ErrorSummary />
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
      {attributes.length > 0 ? (
        <Card>
          <CardHeader>
            <CardTitle>Custom attributes</CardTitle>
          </CardHeader>
          <CardContent>
            <AttributeFields attributes={attributes} disabled={disabled} />
          </CardContent>
        </Card>
      ) : null}
      {canWrite ? (
        <Card className={isDirty ? 'sticky bottom-3 z-10 shadow-lg' : undefined}>
          <CardFooter className="rounded-xl border-t-0">
            {isDirty && user ? <span className="mr-auto text-muted text-sm">Not saved yet</span> : null}
            <SubmitButton whenDirty>{user ? 'Save user' : 'Create user'}</SubmitButton>
          </CardFooter>
        </Card>
      ) : null}
      <ConfirmDialog
        open={guard.asking}
        onOpenChange={(open) => (open ? undefined : guard.stay())}
        title="Leave without saving?"
        description="What you changed of this user is not saved and would be lost."
        confirmLabel="Leave without saving"
        cancelLabel="Keep editing"
        onConfirm={guard.leave}
      />
    </Form>
  )
}
