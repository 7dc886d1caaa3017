'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/ui/button'

interface HeaderRowProps {
  /** The field of the name. */
  name: ReactNode
  /** The field of the value. */
  value: ReactNode
  removeLabel: string
  onRemove: () => void
}

/** A header of a list. Names and values may be long: half of the width each, on a phone a line each. */
export function HeaderRow({ name, value, removeLabel, onRemove }: HeaderRowProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2 gap-y-1.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
      {name}
      <div className="min-w-0 max-sm:col-span-2 max-sm:row-start-2">{value}</div>
      <IconButton label={removeLabel} onClick={onRemove} className="max-sm:col-start-2 max-sm:row-start-1">
        <X aria-hidden />
      </IconButton>
    </div>
  )
}
