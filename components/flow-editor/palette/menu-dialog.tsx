'use client'

import type { ReactNode } from 'react'
import { Command } from '@/components/ui/command'
import { Dialog, DialogContent, DialogTitle } from '@/components/ui/dialog'

export interface MenuDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** Which of several lists is shown: another one begins with an empty search. */
  list?: string | undefined
  children: ReactNode
}

/** A searchable menu over the editor. */
export function MenuDialog({ open, onOpenChange, title, list, children }: MenuDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent aria-describedby={undefined} className="top-[12vh] translate-y-0 overflow-hidden">
        <DialogTitle className="sr-only">{title}</DialogTitle>
        <Command key={list} label={title} filter={rankByWords} className="max-h-[60vh]">
          {children}
        </Command>
      </DialogContent>
    </Dialog>
  )
}

/**
 * Every word must be there as it is typed: letters scattered over a description, which the library's own search takes
 * for a match, are none. The sooner a word comes, the higher the rank; 0 hides.
 */
export function rankByWords(value: string, search: string, keywords: readonly string[] = []): number {
  const text = [...keywords, value].join(' ').toLowerCase()
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const places = words.map((word) => text.indexOf(word))
  if (places.includes(-1)) return 0
  return 1 / (1 + Math.max(0, ...places))
}
