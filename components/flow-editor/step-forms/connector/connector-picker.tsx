'use client'

import { Check, ChevronsUpDown, ExternalLink, Plus } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Field } from '@/components/form/field'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { controlClasses } from '@/components/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { useEditor, useEditorApi } from '../../store/context'

export interface ConnectorPickerProps {
  value: string
  onChange: (connectorId: string) => void
  fieldPath: string
  error: string | undefined
}

/** Chooses one of the project's connectors; making or changing one happens in another tab. */
export function ConnectorPicker({ value, onChange, fieldPath, error }: ConnectorPickerProps) {
  const editor = useEditorApi()
  const connectors = useEditor((state) => state.connectors)
  const [open, setOpen] = useState(false)
  const chosen = connectors.find((connector) => connector.id === value)
  const base = `/p/${editor.projectId}/connectors`

  const edit = chosen ? (
    <Link
      href={`${base}/${chosen.id}`}
      target="_blank"
      className="inline-flex items-center gap-1 text-accent-fg text-xs hover:underline"
    >
      Edit connector
      <ExternalLink aria-hidden className="size-3" />
      <span className="sr-only">(opens a new tab)</span>
    </Link>
  ) : null
  return (
    <div data-field={fieldPath}>
      <Field
        label="Connector"
        aside={edit}
        error={
          error ?? (value !== '' && !chosen ? 'This connector is not in the project. Choose another one.' : undefined)
        }
      >
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
                  {chosen?.name ?? (value === '' ? 'Choose a connector' : 'Unknown connector')}
                </span>
                <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-subtle" />
              </button>
            </PopoverTrigger>
            <PopoverContent
              aria-label="Connectors"
              align="start"
              className="w-(--radix-popover-trigger-width) min-w-64 p-0"
            >
              <Command label="Connectors">
                <CommandInput placeholder="Search connectors" />
                <CommandList>
                  <CommandEmpty>
                    {connectors.length === 0 ? 'This project has no connector yet.' : 'No connector has this name.'}
                  </CommandEmpty>
                  <CommandGroup>
                    {connectors.map((connector) => (
                      <CommandItem
                        key={connector.id}
                        value={connector.id}
                        keywords={[connector.name, connector.detail ?? '']}
                        onSelect={() => {
                          onChange(connector.id)
                          setOpen(false)
                        }}
                      >
                        <span className="min-w-0 flex-1">
                          <span className="block truncate">{connector.name}</span>
                          {connector.detail ? (
                            <span className="block truncate text-subtle text-xs">{connector.detail}</span>
                          ) : null}
                        </span>
                        {connector.id === value ? <Check aria-label="Chosen" className="text-accent-fg" /> : null}
                      </CommandItem>
                    ))}
                  </CommandGroup>
                </CommandList>
                <div className="border-line border-t p-1">
                  <Button asChild variant="ghost" size="sm" className="w-full justify-start">
                    <Link href={`${base}/new`} target="_blank" onClick={() => setOpen(false)}>
                      <Plus aria-hidden />
                      New connector…<span className="sr-only"> (opens a new tab)</span>
                    </Link>
                  </Button>
                </div>
              </Command>
            </PopoverContent>
          </Popover>
        )}
      </Field>
    </div>
  )
}
