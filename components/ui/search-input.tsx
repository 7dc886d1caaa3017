'use client'

import { Search, X } from 'lucide-react'
import { type ComponentProps, useRef } from 'react'
import { cn } from './cn'
import { Input } from './input'

export interface SearchInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> {
  /** The accessible name. */
  label: string
  value: string
  onValueChange: (value: string) => void
}

export function SearchInput({ label, value, onValueChange, className, placeholder, ...props }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={cn('relative w-full sm:max-w-72', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-subtle" />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value) {
            event.stopPropagation()
            onValueChange('')
          }
        }}
        className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
        {...props}
      />
      {value ? (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            onValueChange('')
            input.current?.focus()
          }}
          className="absolute top-1 right-1 grid size-6 place-items-center rounded text-subtle hover:bg-hover hover:text-fg"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </div>
  )
}
