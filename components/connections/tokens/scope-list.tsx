'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'

const FOLDED = 12

/** Scopes of a token; many are folded. */
export function ScopeList({ label, scopes }: { label: string; scopes: readonly string[] }) {
  const [open, setOpen] = useState(false)
  const folded = scopes.length > FOLDED + 3 && !open
  const shown = folded ? scopes.slice(0, FOLDED) : scopes
  return (
    <section aria-label={label} className="mt-4">
      <h3 className="mb-1.5 flex items-baseline gap-2 font-medium text-sm">
        {label} <span className="font-normal text-subtle text-xs">{scopes.length}</span>
      </h3>
      {scopes.length === 0 ? <p className="text-muted text-sm">None were named.</p> : null}
      <ul className="flex flex-wrap gap-1">
        {shown.map((scope) => (
          <li
            key={scope}
            className="max-w-full break-all rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-2xs"
          >
            {scope}
          </li>
        ))}
      </ul>
      {scopes.length > FOLDED + 3 ? (
        <Button
          variant="link"
          size="inline"
          className="mt-1.5 text-xs"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Show fewer' : `Show all ${scopes.length}`}
        </Button>
      ) : null}
    </section>
  )
}
