import { Check, Minus, X } from 'lucide-react'
import type { Json } from '@/lib/language/json'

const SHOWN_CHARACTERS = 300

/** Whether something held; null: nobody can tell. */
export function Verdict({ result }: { result: boolean | null }) {
  if (result === null) return <Minus role="img" aria-label="unknown" className="mt-0.5 size-4 shrink-0 text-subtle" />
  return result ? (
    <Check role="img" aria-label="true" className="mt-0.5 size-4 shrink-0 text-success" />
  ) : (
    <X role="img" aria-label="false" className="mt-0.5 size-4 shrink-0 text-subtle" />
  )
}

/** One side of a comparison, as JSON. Undefined: there is no value. */
export function ComparedValue({ value }: { value: Json | undefined }) {
  if (value === undefined) return <span className="rounded bg-warning-soft px-1 text-warning">no value</span>
  const text = JSON.stringify(value)
  return (
    <code className="break-all rounded bg-sunken px-1 font-mono">
      {text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\u2026` : text}
    </code>
  )
}
