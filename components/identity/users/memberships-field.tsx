'use client'

import { Plus, X } from 'lucide-react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { TextField } from '@/components/form/text-field'
import { Button, IconButton } from '@/components/ui/button'
import { TenantPicker } from '../tenants/tenant-picker'
import type { UserValues } from './user-values'

/** The tenants that a user belongs to, each with the roles there; of the form around it. */
export function MembershipsField({ projectId, disabled }: { projectId: string; disabled: boolean }) {
  const { control, formState } = useFormContext<UserValues>()
  const { fields, append, remove } = useFieldArray({ control, name: 'tenants' })
  const error = formState.errors.tenants?.message ?? formState.errors.tenants?.root?.message
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium text-sm">Tenants</legend>
      {fields.length === 0 ? <p className="text-muted text-sm">In no tenant.</p> : null}
      <ul className="grid gap-2">
        {fields.map((membership, at) => (
          <li
            key={membership.id}
            className="flex flex-wrap items-center gap-2 rounded-lg border border-line bg-canvas px-3 py-2"
          >
            <span className="min-w-32 flex-1">
              <span className="block truncate font-medium text-sm">{membership.name}</span>
              <code className="block truncate font-mono text-2xs text-subtle">{membership.tenantId}</code>
            </span>
            <TextField<UserValues, unknown, UserValues>
              name={`tenants.${at}.roles`}
              label={`Roles in ${membership.name}`}
              hideLabel
              placeholder="Roles, with commas"
              autoComplete="off"
              disabled={disabled}
              className="w-full sm:w-64"
            />
            {disabled ? null : (
              <IconButton label={`Remove from ${membership.name}`} size="icon-sm" onClick={() => remove(at)}>
                <X aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {error ? <p className="text-danger text-xs">{error}</p> : null}
      {disabled ? null : (
        <div>
          <TenantPicker
            projectId={projectId}
            onChoose={(tenant) => {
              if (!tenant || fields.some(({ tenantId }) => tenantId === tenant.id)) return
              append({ tenantId: tenant.id, name: tenant.name, roles: '' })
            }}
          >
            <Button size="sm">
              <Plus aria-hidden /> Add to a tenant
            </Button>
          </TenantPicker>
        </div>
      )}
    </fieldset>
  )
}
