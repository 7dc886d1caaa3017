'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'

export interface TenantChoice {
  id: string
  name: string
}

export interface TenantPickerProps {
  projectId: string
  /** The button. */
  children: ReactNode
  /** Shown first while nothing is searched; choosing it gives null. */
  none?: string
  onChoose: (tenant: TenantChoice | null) => void
}

/** Chooses a tenant of the project; searches on the server, so that there may be many. */
export function TenantPicker({ projectId, children, none, onChoose }: TenantPickerProps) {
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const sought = useDeferredValue(search)
  const { data, error, isPending } = useQuery({
    queryKey: ['tenant-choices', projectId, sought],
    queryFn: ({ signal }) =>
      fetchJson<{ tenants: TenantChoice[] }>(projectPath(projectId, 'tenants'), { query: { search: sought }, signal }),
    placeholderData: keepPreviousData,
    enabled: open,
  })

  function choose(tenant: TenantChoice | null) {
    onChoose(tenant)
    setOpen(false)
    setSearch('')
  }

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent align="start" aria-label="Choose a tenant" className="w-64 p-0">
        <Command label="Tenants" shouldFilter={false}>
          <CommandInput
            placeholder="Search tenants"
            aria-label="Search tenants"
            value={search}
            onValueChange={setSearch}
          />
          <CommandList label="Tenants">
            <CommandEmpty>
              {error
                ? asApiError(error).message
                : isPending
                  ? 'Loading…'
                  : search === ''
                    ? 'There is no tenant yet. Create one under Tenants.'
                    : 'No tenant has this name. Search for another.'}
            </CommandEmpty>
            {none && search === '' && data ? (
              <CommandItem value="none" onSelect={() => choose(null)}>
                {none}
              </CommandItem>
            ) : null}
            {data?.tenants.map((tenant) => (
              <CommandItem key={tenant.id} value={`tenant ${tenant.id}`} onSelect={() => choose(tenant)}>
                <span className="min-w-0 flex-1 truncate">{tenant.name}</span>
                <span className="max-w-24 truncate font-mono text-2xs text-subtle">{tenant.id}</span>
              </CommandItem>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  )
}
