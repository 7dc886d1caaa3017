'use client'

import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { LinesField } from '@/components/form/lines-field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card'
import type { Attribute } from '@/lib/identity/attributes/schema'
import { createTenant, updateTenant } from '@/lib/identity/tenants/actions'
import type { TenantResponse } from '@/lib/identity/tenants/response'
import { type AttributeFormValues, fromAttributeForm, toAttributeForm } from '../attributes/attribute-values'
import { RecordForm } from '../record-form'

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
  const disabled = !canWrite

  async function save({ id, ...fields }: Values) {
    const patch = {
      ...fields,
      selfProvisioningDomains: fields.selfProvisioningDomains.map((line) => line.trim()).filter((line) => line !== ''),
      customAttributes: fromAttributeForm(fields.customAttributes),
    }
    if (tenant) return await updateTenant({ projectId, tenantId: tenant.id, patch })
    const made = await createTenant({ projectId, tenant: { ...patch, ...(id.trim() ? { id } : {}) } })
    if (made.ok) {
      toast.success(`${made.data.name} was created.`)
      router.push(`/p/${projectId}/tenants/${made.data.id}`)
    }
    return made
  }

  function afterSave(values: Values) {
    if (!tenant) return
    form.reset(values)
    toast.success('The tenant was saved.')
    router.refresh()
  }

  return (
    <RecordForm
      form={form}
      noun="tenant"
      isNew={tenant === null}
      attributes={attributes}
      canWrite={canWrite}
      onSave={save}
      onSaved={afterSave}
    >
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
    </RecordForm>
  )
}
