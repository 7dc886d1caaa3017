'use client'

import { Check, ChevronDown } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { asApiError } from '@/components/api/fetch-json'
import { cn } from '@/components/ui/cn'
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { controlClasses } from '@/components/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { type FlowChoice, useFlowChoices } from './use-executions'

export interface FlowFilterProps {
  projectId: string
  /** The chosen flow's id. */
  value: string | null
  /** Its name, when it is known. */
  name: string | undefined
  onChange: (flow: FlowChoice | null) => void
}

/** Chooses one flow of the project; searches on the server, so that there may be many. */
export function FlowFilter({ projectId, value, name, onChange }: FlowFilterProps) {
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const { data, error, isPending } = useFlowChoices(projectId, useDeferredValue(search), open)

  function choose(flow: FlowChoice | null) {
    onChange(flow)
    setOpen(false)
  }

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={`Flow: ${value === null ? 'all' : (name ?? value)}`}
          className={cn(controlClasses, 'flex h-8 w-full items-center justify-between gap-2 text-left sm:w-38')}
        >
          <span className={cn('truncate', value === null && 'text-subtle')}>
            {value === null ? 'All flows' : (name ?? value)}
          </span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-subtle" />
        </button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label="Choose a flow" className="w-64 p-0">
        <Command label="Flows" shouldFilter={false}>
          <CommandInput placeholder="Search flows" value={search} onValueChange={setSearch} />
          <CommandList>
            <CommandEmpty>
              {error
                ? asApiError(error).message
                : isPending
                  ? 'Loading…'
                  : 'No flow has this name. Search for another.'}
            </CommandEmpty>
            {search === '' && data ? (
              <CommandItem value="all" onSelect={() => choose(null)}>
                All flows
                {value === null ? <Check aria-hidden className="ml-auto text-accent-fg" /> : null}
              </CommandItem>
            ) : null}
            {data?.flows.map((flow) => (
              <CommandItem key={flow.id} value={`flow ${flow.id}`} onSelect={() => choose(flow)}>
                <span className="min-w-0 flex-1 truncate">{flow.name}</span>
                {flow.id === value ? <Check aria-hidden className="text-accent-fg" /> : null}
              </CommandItem>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  )
}
