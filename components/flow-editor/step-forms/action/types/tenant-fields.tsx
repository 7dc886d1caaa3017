'use client'

import { TemplateField } from '@/components/template/template-field'
import type {
  AddUserToTenantSettings,
  CreateTenantSettings,
  LoadTenantSettings,
} from '@/lib/steps/action/types/tenants'
import { FormSection } from '../../form-section'
import { useFieldSlot } from '../../step-form-context'
import type { ActionFieldsProps } from './fields'
import { SwitchField } from './switch-field'

export function CreateTenantFields({ settings, onChange }: ActionFieldsProps<CreateTenantSettings>) {
  const slot = useFieldSlot()
  return (
    <FormSection title="Tenant">
      <TemplateField
        label="Name"
        required
        maxLength={1_000}
        placeholder="{{form.company}}"
        value={settings.name}
        onChange={(name) => onChange({ ...settings, name })}
        {...slot(['settings', 'name'], settings.name)}
      />
      <TemplateField
        label="Tenant id"
        optional
        mono
        maxLength={1_000}
        description="Letters, digits, - and _. Left empty it gets a new one."
        value={settings.tenantId ?? ''}
        onChange={(tenantId) => onChange({ ...settings, tenantId: orNone(tenantId) })}
        {...slot(['settings', 'tenantId'], settings.tenantId)}
      />
      <SwitchField
        label="Add the user to it"
        description="Who has signed in, or was loaded last, becomes a member."
        value={settings.addUser}
        onChange={(addUser) => onChange({ ...settings, addUser }, 'Change membership')}
      />
      {settings.addUser ? (
        <RolesField value={settings.roleNames} onChange={(roleNames) => onChange({ ...settings, roleNames })} />
      ) : null}
    </FormSection>
  )
}

export function LoadTenantFields({ settings, onChange }: ActionFieldsProps<LoadTenantSettings>) {
  return (
    <FormSection title="Tenant">
      <TenantIdField
        value={settings.tenantId}
        placeholder="{{client.tenantId}}"
        onChange={(tenantId) => onChange({ ...settings, tenantId })}
      />
      <SwitchField
        label="Begin the session in it"
        description="The JWT names it as the current tenant. Who has signed in must be a member."
        value={settings.select}
        onChange={(select) => onChange({ ...settings, select }, 'Change session’s tenant')}
      />
    </FormSection>
  )
}

export function AddUserToTenantFields({ settings, onChange }: ActionFieldsProps<AddUserToTenantSettings>) {
  return (
    <FormSection title="Membership">
      <TenantIdField
        value={settings.tenantId}
        placeholder="{{tenant.id}}"
        onChange={(tenantId) => onChange({ ...settings, tenantId })}
      />
      <RolesField value={settings.roleNames} onChange={(roleNames) => onChange({ ...settings, roleNames })} />
    </FormSection>
  )
}

interface TenantIdFieldProps {
  value: string
  placeholder: string
  onChange: (tenantId: string) => void
}

function TenantIdField({ value, placeholder, onChange }: TenantIdFieldProps) {
  const slot = useFieldSlot()
  return (
    <TemplateField
      label="Tenant id"
      required
      mono
      maxLength={1_000}
      placeholder={placeholder}
      value={value}
      onChange={onChange}
      {...slot(['settings', 'tenantId'], value)}
    />
  )
}

function RolesField({ value, onChange }: { value: string | undefined; onChange: (roles: string | undefined) => void }) {
  const slot = useFieldSlot()
  return (
    <TemplateField
      label="Roles"
      optional
      maxLength={1_000}
      placeholder="admin, billing"
      description="Of the user in this tenant, with commas between. Left empty, a member keeps those they have."
      value={value ?? ''}
      onChange={(roles) => onChange(orNone(roles))}
      {...slot(['settings', 'roleNames'], value)}
    />
  )
}

/** One that is empty is left out of the flow. */
function orNone(text: string): string | undefined {
  return text === '' ? undefined : text
}
