'use client'

import { Check, ChevronsUpDown, ExternalLink } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Field } from '@/components/form/field'
import { AppLogo } from '@/components/screen/screen-content'
import { cn } from '@/components/ui/cn'
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { controlClasses } from '@/components/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import type { OutboundAppFacts } from '@/lib/flow/problems'
import { useEditor, useEditorApi } from '../store/context'

export interface AppPickerProps {
  value: string
  /** The apps that are offered; absent: of either type. */
  type?: OutboundAppFacts['type']
  /** What it means that none is chosen. */
  none: string
  description?: string
  onChange: (appId: string) => void
  fieldPath: string
  error: string | undefined
}

/** Chooses one of the project's outbound apps, or none; making or changing one happens in another tab. */
export function AppPicker({ value, type, none, description, onChange, fieldPath, error }: AppPickerProps) {
  const editor = useEditorApi()
  const all = useEditor((state) => state.values.outboundApps)
  const [open, setOpen] = useState(false)
  const apps = all.filter((app) => type === undefined || app.type === type)
  const chosen = all.find(({ id }) => id === value)
  const base = `/p/${editor.projectId}/connections`

  const choose = (id: string) => {
    onChange(id)
    setOpen(false)
  }
  const aside = (
    <Link
      href={chosen ? `${base}/${chosen.id}` : base}
      target="_blank"
      className="inline-flex items-center gap-1 text-accent-fg text-xs hover:underline"
    >
      {chosen ? 'Edit connection' : 'Connections'}
      <ExternalLink aria-hidden className="size-3" />
      <span className="sr-only">(opens a new tab)</span>
    </Link>
  )
  return (
    <div data-field={fieldPath}>
      <Field label="Connection" aside={aside} description={description} error={error}>
        {(control) => (
          <Popover open={open} onOpenChange={setOpen}>
            <PopoverTrigger asChild>
              <button
                {...control}
                type="button"
                aria-haspopup="dialog"
                className={cn(controlClasses, 'flex h-8 items-center justify-between gap-2 text-left')}
              >
                <span className={cn('truncate', !chosen && 'text-subtle')}>
                  {chosen?.name ?? (value === '' ? none : 'A connection that is not there any more')}
                </span>
                <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-subtle" />
              </button>
            </PopoverTrigger>
            <PopoverContent
              aria-label="Connections"
              align="start"
              className="w-(--radix-popover-trigger-width) min-w-64 p-0"
            >
              <Command label="Connections">
                <CommandInput placeholder="Search connections" />
                <CommandList>
                  <CommandEmpty>No connection has this name.</CommandEmpty>
                  <CommandGroup>
                    <CommandItem value="-" keywords={[none]} onSelect={() => choose('')}>
                      <span className="min-w-0 flex-1 text-muted">{none}</span>
                      {value === '' ? <Check aria-label="Chosen" className="text-accent-fg" /> : null}
                    </CommandItem>
                    {apps.map((app) => (
                      <CommandItem key={app.id} value={app.id} keywords={[app.name]} onSelect={() => choose(app.id)}>
                        <AppLogo app={{ logo: '', ...app }} />
                        <span className="min-w-0 flex-1">
                          <span className="block truncate">{app.name}</span>
                          <span className="block truncate text-subtle text-xs">{app.id}</span>
                        </span>
                        {app.id === value ? <Check aria-label="Chosen" className="text-accent-fg" /> : null}
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
