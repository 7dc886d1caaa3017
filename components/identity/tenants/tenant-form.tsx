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
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import type { Attribute } from '@/lib/identity/attributes/schema'
import { createTenant, updateTenant } from '@/lib/identity/tenants/actions'
import type { TenantResponse } from '@/lib/identity/tenants/response'
import { AttributeFields } from '../attributes/attribute-fields'
import { type AttributeFormValues, fromAttributeForm, toAttributeForm } from '../attributes/attribute-values'

export interface TenantFormProps {
  projectId: string
  /** Null: a new one. */
  tenant: TenantResponse | null
  attributes: readonly Attribute[]
  canWrite: boolean
}

interface Values {
  id: string
  name: string
  disabled: boolean
  selfProvisioningDomains: string[]
  customAttributes: AttributeFormValues
}

/** Everything of a tenant; checked by the server, whose messages come back to their fields. */
export function TenantForm({ projectId, tenant, attributes, canWrite }: TenantFormProps) {
  const router = useRouter()
  const form = useForm<Values>({
    defaultValues: {
      id: '',
      name: tenant?.name ?? '',
      disabled: tenant?.disabled ?? false,
      selfProvisioningDomains: tenant?.selfProvisioningDomains ?? [],
      customAttributes: toAttributeForm(attributes, tenant?.customAttributes ?? {}),
    },
  })
  const { isDirty, isSubmitSuccessful } = form.formState
  const guard = useLeaveGuard(isDirty && !(isSubmitSuccessful && tenant === null))
  const disabled = !canWrite

  async function submit(values: Values) {
    const { id, ...fields } = values
    const patch = {
      ...fields,
      selfProvisioningDomains: fields.selfProvisioningDomains.map((line) => line.trim()).filter((line) => line !== ''),
      customAttributes: fromAttributeForm(fields.customAttributes),
    }
    try {
      if (tenant) {
        const saved = await updateTenant({ projectId, tenantId: tenant.id, patch })
        if (!saved.ok) return applyActionError(form, saved)
        form.reset(values)
        toast.success('The tenant was saved.')
        return router.refresh()
      }
      const made = await createTenant({ projectId, tenant: { ...patch, ...(id.trim() ? { id } : {}) } })
      if (!made.ok) return applyActionError(form, made)
      toast.success(`${made.data.name} was created.`)
      router.push(`/p/${projectId}/tenants/${made.data.id}`)
    } catch {
      applyActionError(form, { message: 'The server cannot be reached. What you typed is still here: try again.' })
    }
  }

  return (
    <Form form={form} onSubmit={submit} aria-label={tenant ? 'Tenant' : 'New tenant'}>
      <ErrorSummary />
      <Card>
        <CardHeader>
          <CardTitle>General</CardTitle>
        </CardHeader>
        <CardContent className="grid gap-4 sm:grid-cols-2">
          <TextField name="name" label="Name" required autoComplete="off" placeholder="Acme" disabled={disabled} />
          {tenant ? null : (
            <TextField
              name="id"
              label="Id"
              optional
              autoComplete="off"
              placeholder="acme"
              description="Letters, digits, - and _. It cannot be changed later; left empty, a new one is made."
            />
          )}
          <LinesField
            name="selfProvisioningDomains"
            label="Domains"
            optional
            rows={2}
            placeholder="acme.com"
            disabled={disabled}
            description="One a line. Kept for your applications and the API; nobody becomes a member by them."
          />
          <SwitchField
            name="disabled"
            label="Disabled"
            description="Its users can still sign in, but not for this tenant."
            disabled={disabled}
          />
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
            {isDirty && tenant ? <span className="mr-auto text-muted text-sm">Not saved yet</span> : null}
            <SubmitButton whenDirty>{tenant ? 'Save tenant' : 'Create tenant'}</SubmitButton>
          </CardFooter>
        </Card>
      ) : null}
      <ConfirmDialog
        open={guard.asking}
        onOpenChange={(open) => (open ? undefined : guard.stay())}
        title="Leave without saving?"
        description="What you changed of this tenant is not saved and would be lost."
        confirmLabel="Leave without saving"
        cancelLabel="Keep editing"
        onConfirm={guard.leave}
      />
    </Form>
  )
}
