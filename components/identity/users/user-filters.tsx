'use client'

import { ChevronDown, X } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useEffect, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { ChoiceFilter } from '@/components/ui/choice-filter'
import { cn } from '@/components/ui/cn'
import { controlClasses, Input } from '@/components/ui/input'
import { ListSearch } from '@/components/ui/list-search'
import { Spinner } from '@/components/ui/spinner'
import type { Attribute } from '@/lib/identity/attributes/schema'
import { USER_STATUSES } from '@/lib/identity/users/schema'
import { labelOf } from '../attributes/attribute-fields'
import { TenantPicker } from '../tenants/tenant-picker'
import { isFiltered, userParams } from './user-params'
import { userStatusLabels } from './user-status'

export interface UserFiltersProps {
  projectId: string
  attributes: readonly Attribute[]
  /** The chosen tenant's name. */
  tenantName: string | null
}

/** The filters above the list of users; each change is in the address and goes back to the newest page. */
export function UserFilters({ projectId, attributes, tenantName }: UserFiltersProps) {
  const [pending, startTransition] = useTransition()
  const [params, setParams] = useQueryStates(userParams, { shallow: false, history: 'replace', startTransition })
  const change = (next: Partial<typeof params>) => void setParams({ ...next, cursor: null })
  const attribute = attributes.find(({ name }) => name === params.attribute)
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <div className="flex w-full sm:w-72">
        <ListSearch label="Search users" placeholder="Name, e-mail, phone, login or user id" />
      </div>
      <ChoiceFilter
        label="Status"
        all="Any status"
        value={params.status}
        options={USER_STATUSES.map((value) => ({ value, label: userStatusLabels[value] }))}
        onChange={(status) => change({ status })}
      />
      <TenantPicker
        projectId={projectId}
        none="Any tenant"
        onChoose={(tenant) => change({ tenant: tenant?.id ?? null })}
      >
        <button
          type="button"
          aria-label={`Tenant: ${params.tenant ? (tenantName ?? params.tenant) : 'any'}`}
          className={cn(controlClasses, 'flex h-8 w-full items-center justify-between gap-2 text-left sm:w-36')}
        >
          <span className="truncate">{params.tenant ? (tenantName ?? params.tenant) : 'Any tenant'}</span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-subtle" />
        </button>
      </TenantPicker>
      {attributes.length > 0 ? (
        <ChoiceFilter
          label="Attribute"
          all="Attributes"
          value={params.attribute}
          options={attributes.map((each) => ({ value: each.name, label: labelOf(each) }))}
          onChange={(name) => change({ attribute: name, value: null })}
        />
      ) : null}
      {attribute ? (
        <ValueFilter
          key={attribute.name}
          attribute={attribute}
          value={params.value}
          onChange={(value) => change({ value: value || null })}
        />
      ) : null}
      {isFiltered(params) || attribute ? (
        <Button variant="ghost" size="sm" aria-label="Clear filters" onClick={() => void setParams(null)}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
      {pending ? <Spinner label="Loading" className="text-subtle" /> : null}
    </div>
  )
}

interface ValueFilterProps {
  attribute: Attribute
  value: string | null
  onChange: (value: string | null) => void
}

const TYPING_MS = 300

function ValueFilter({ attribute, value, onChange }: ValueFilterProps) {
  const [text, setText] = useState(value ?? '')
  const { type, options } = attribute
  const chosen = type === 'boolean' ? ['true', 'false'] : options
  const asChoice = type === 'boolean' || type === 'singleSelect' || type === 'multiSelect'
  useEffect(() => {
    if (asChoice || text === (value ?? '')) return
    const timer = setTimeout(() => onChange(text), TYPING_MS)
    return () => clearTimeout(timer)
  })
  const label = `Value of ${labelOf(attribute)}`
  if (asChoice) {
    return (
      <ChoiceFilter
        label={label}
        all="Any value"
        value={value}
        options={chosen.map((each) => ({
          value: each,
          label: type === 'boolean' ? (each === 'true' ? 'Yes' : 'No') : each,
        }))}
        onChange={onChange}
      />
    )
  }
  return (
    <Input
      aria-label={label}
      placeholder="Value"
      className="w-full sm:w-36"
      type={type === 'number' ? 'number' : type === 'date' ? 'date' : 'text'}
      step="any"
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
