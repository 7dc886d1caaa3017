'use client'

import { ChevronRight, KeyRound, RotateCw } from 'lucide-react'
import { useId, useState } from 'react'
import { ExchangeDetails } from '@/components/messages/exchange-details'
import { summarizeExchange } from '@/components/messages/summarize-exchange'
import { cn } from '@/components/ui/cn'
import type { EarlierRecord } from '@/lib/connectors/types'
import { asJson } from '@/lib/language/json'

/** The exchanges of a test before its last: token requests and attempts that were made again, each to be opened. */
export function EarlierExchanges({ earlier }: { earlier: readonly EarlierRecord[] }) {
  if (earlier.length === 0) return null
  return (
    <ol
      aria-label="Exchanges before this one"
      className="divide-y divide-line overflow-hidden rounded-lg border border-line"
    >
      {earlier.map((record, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a result never changes
        <Exchange key={index} record={record} />
      ))}
    </ol>
  )
}

function Exchange({ record }: { record: EarlierRecord }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const { text, ok } = summarizeExchange(record.purpose, asJson(record))
  const Icon = record.purpose === 'token' ? KeyRound : RotateCw
  return (
    <li className="min-w-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex w-full min-w-0 items-start gap-2 px-2.5 py-2 text-left text-xs hover:bg-hover focus-visible:-outline-offset-2"
      >
        <ChevronRight
          aria-hidden
          className={cn('mt-px size-3.5 shrink-0 text-subtle transition-transform', open && 'rotate-90')}
        />
        <Icon aria-hidden className={cn('mt-px size-3.5 shrink-0', ok ? 'text-success' : 'text-warning')} />
        <span className="min-w-0 break-words">{text}</span>
      </button>
      {open ? (
        <div id={id} className="border-line border-t bg-canvas p-2.5">
          <ExchangeDetails record={asJson(record)} />
        </div>
      ) : null}
    </li>
  )
}
