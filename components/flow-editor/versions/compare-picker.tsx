'use client'

import { Check, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { controlClasses } from '@/components/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { useEditor } from '../store/context'
import type { VersionSide } from '../store/types'
import { sideName } from './shown-version'

/** More rows than anyone reads; a number that is typed finds the others. */
const SHOWN = 50

export interface ComparePickerProps {
  /** The version that is shown; it is not offered. */
  number: number
  value: VersionSide | null
  onChange: (value: VersionSide | null) => void
}

/** Chooses what a version is compared with: the draft, or any other version by its number. */
export function ComparePicker({ number, value, onChange }: ComparePickerProps) {
  const latest = useEditor((state) => state.latestVersion)
  const live = useEditor((state) => state.liveVersion)
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const choose = (next: VersionSide | null) => {
    onChange(next)
    setOpen(false)
    setSearch('')
  }
  const wanted = search.replace(/\D/g, '')
  const numbers = listNumbers(latest, number, wanted)
  const drafts = wanted === '' && 'draft'.includes(search.trim().toLowerCase())
  const label = value === null ? 'Nothing' : sideName(value)
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={`Compare with: ${label}`}
          className={cn(controlClasses, 'flex h-8 w-full items-center justify-between gap-2 text-left')}
        >
          <span className={cn('truncate', value === null && 'text-subtle')}>{label}</span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-subtle" />
        </button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label="Compare with" className="w-64 p-0">
        <Command label="Versions" shouldFilter={false}>
          <CommandInput placeholder="Number of a version" value={search} onValueChange={setSearch} />
          <CommandList>
            <CommandEmpty>There is no other version with this number.</CommandEmpty>
            {value !== null && search === '' ? (
              <CommandItem value="nothing" onSelect={() => choose(null)}>
                Nothing
              </CommandItem>
            ) : null}
            {drafts ? <Choice side="draft" chosen={value} onChoose={choose} /> : null}
            {numbers.map((each) => (
              <Choice key={each} side={each} chosen={value} hint={hintOf(each, number, live)} onChoose={choose} />
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  )
}

interface ChoiceProps {
  side: VersionSide
  chosen: VersionSide | null
  hint?: string | undefined
  onChoose: (side: VersionSide) => void
}

function Choice({ side, chosen, hint, onChoose }: ChoiceProps) {
  return (
    <CommandItem value={String(side)} onSelect={() => onChoose(side)}>
      {sideName(side)}
      {hint ? <span className="text-muted text-xs">{hint}</span> : null}
      {side === chosen ? <Check aria-hidden className="ml-auto text-accent-fg" /> : null}
    </CommandItem>
  )
}

function hintOf(each: number, shown: number, live: number | null): string | undefined {
  if (each === live) return 'live'
  return each === shown - 1 ? 'the one before' : undefined
}

/** Newest first; those whose number begins with what is typed. Numbers have no gaps: no version is ever deleted. */
function listNumbers(latest: number, shown: number, wanted: string): number[] {
  const numbers: number[] = []
  for (let each = latest; each > 0 && numbers.length < SHOWN; each -= 1) {
    if (each !== shown && String(each).startsWith(wanted)) numbers.push(each)
  }
  return numbers
}
