'use client'

import { useQuery } from '@tanstack/react-query'
import { Check, ChevronsUpDown, ExternalLink } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { fetchJson, projectPath } from '@/components/api/fetch-json'
import { Field } from '@/components/form/field'
import { cn } from '@/components/ui/cn'
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { controlClasses } from '@/components/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import type { FlowPage } from '@/lib/flow-catalog/schema'
import { useEditorApi } from '../../store/context'

export interface FlowPickerProps {
  value: string
  /** Null: not known (yet). */
  name: string | null
  onChange: (flowId: string) => void
  fieldPath: string
  error: string | undefined
}

/** Chooses another flow of the project; the server searches, since there may be many. */
export function FlowPicker({ value, name, onChange, fieldPath, error }: FlowPickerProps) {
  const { projectId, flowId } = useEditorApi()
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const found = useQuery({
    queryKey: ['subflow-choices', projectId, search],
    queryFn: ({ signal }) => fetchJson<FlowPage>(projectPath(projectId, 'flows'), { query: { search }, signal }),
    enabled: open,
    placeholderData: (before) => before,
  })
  const flows = (found.data?.flows ?? []).filter(({ id }) => id !== flowId)
  const openFlow =
    value === '' ? null : (
      <Link
        href={`/p/${projectId}/flows/${value}`}
        target="_blank"
        className="inline-flex items-center gap-1 text-accent-fg text-xs hover:underline"
      >
        Open flow
        <ExternalLink aria-hidden className="size-3" />
        <span className="sr-only">(opens a new tab)</span>
      </Link>
    )
  return (
    <div data-field={fieldPath}>
      <Field label="Flow" aside={openFlow} error={error}>
        {(control) => (
          <Popover open={open} onOpenChange={setOpen}>
            <PopoverTrigger asChild>
              <button
                {...control}
                type="button"
                aria-haspopup="dialog"
                className={cn(controlClasses, 'flex h-8 items-center justify-between gap-2 text-left')}
              >
                <span className={cn('truncate', value === '' && 'text-subtle')}>
                  {value === '' ? 'Choose a flow' : (name ?? value)}
                </span>
                <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-subtle" />
              </button>
            </PopoverTrigger>
            <PopoverContent aria-label="Flows" align="start" className="w-(--radix-popover-trigger-width) min-w-64 p-0">
              <Command label="Flows" shouldFilter={false}>
                <CommandInput placeholder="Search flows" value={search} onValueChange={setSearch} />
                <CommandList>
                  <CommandEmpty>{emptyText(found.isPending, found.isError, search)}</CommandEmpty>
                  <CommandGroup>
                    {flows.map((flow) => (
                      <CommandItem
                        key={flow.id}
                        value={flow.id}
                        onSelect={() => {
                          if (flow.id !== value) onChange(flow.id)
                          setOpen(false)
                        }}
                      >
                        <span className="min-w-0 flex-1">
                          <span className="block truncate">{flow.name}</span>
                          <span className="block truncate text-subtle text-xs">
                            {flow.id}
                            {flow.liveVersion === null ? ' \u00b7 not published' : ''}
                          </span>
                        </span>
                        {flow.id === value ? <Check aria-label="Chosen" className="text-accent-fg" /> : null}
                      </CommandItem>
                    ))}
                  </CommandGroup>
                </CommandList>
              </Command>
            </PopoverContent>
          </Popover>
        )}
      </Field>
    </div>
  )
}

function emptyText(isLoading: boolean, isBroken: boolean, search: string): string {
  if (isBroken) return 'The flows could not be loaded. Close this list and open it again.'
  if (isLoading) return 'Loading\u2026'
  return search === '' ? 'There is no other flow in this project yet.' : 'No other flow has this name.'
}
