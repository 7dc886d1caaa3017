'use client'

import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { CopyButton } from '@/components/ui/copy-button'
import { JsonView } from '@/components/ui/json-view'
import type { Json } from '@/lib/language/json'
import { type CallTimings, type Header, readBody } from './connector-record'
import { describeCut, formatDuration } from './format'

export function Section({ title, note, actions, children }: SectionProps) {
  return (
    <div className="min-w-0">
      <div className="mb-1 flex min-h-7 items-center gap-2">
        <p className="font-medium text-muted text-xs">{title}</p>
        {note ? <span className="min-w-0 truncate text-subtle text-xs">{note}</span> : null}
        {actions ? <span className="ml-auto flex shrink-0 items-center">{actions}</span> : null}
      </div>
      {children}
    </div>
  )
}

interface SectionProps {
  title: string
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** Headers as they were sent or came, each line of a repeated one by itself. */
export function HeaderList({ headers, label }: { headers: readonly Header[]; label: string }) {
  if (headers.length === 0) return <Nothing>No headers.</Nothing>
  return (
    <Scroll label={label} className="max-h-64 rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse font-mono text-xs">
        <tbody className="divide-y divide-line">
          {headers.map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a recorded list never changes, and headers repeat
            <tr key={index} className="align-top">
              <th scope="row" className="whitespace-nowrap px-2.5 py-1 text-left font-normal text-muted">
                {name}
              </th>
              <td className="break-all py-1 pr-2.5">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

export function headersText(headers: readonly Header[]): string {
  return headers.map(({ name, value }) => `${name}: ${value}`).join('\n')
}

/** A body: JSON as a tree, anything else as text. A cut one says so. */
export function BodyView({ body, label, truncated, size }: BodyViewProps) {
  const read = readBody(body)
  if (!read) return <Nothing>{size ? 'The body was not kept.' : 'No body.'}</Nothing>
  return (
    <div className="grid min-w-0 gap-1.5">
      {truncated ? (
        <p className="text-warning text-xs">
          {describeCut(new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)).length, size)}
        </p>
      ) : null}
      {read.type === 'json' ? (
        <JsonView value={read.value} label={label} maxHeight={320} />
      ) : (
        <div className="relative min-w-0">
          <Scroll label={label} className="max-h-80 rounded-lg border border-line bg-surface">
            <pre className="whitespace-pre-wrap break-words p-2.5 pr-10 font-mono text-xs">{read.text}</pre>
          </Scroll>
          <CopyButton value={read.text} label={`Copy ${label}`} className="absolute top-1 right-1 bg-surface" />
        </div>
      )}
    </div>
  )
}

interface BodyViewProps {
  body: Json
  label: string
  truncated: boolean
  size: number | null
}

const phases = [
  { key: 'dns', label: 'DNS', colour: 'bg-hue-cyan' },
  { key: 'connect', label: 'Connect', colour: 'bg-hue-amber' },
  { key: 'tls', label: 'TLS', colour: 'bg-hue-violet' },
  { key: 'wait', label: 'Wait', colour: 'bg-hue-blue' },
  { key: 'download', label: 'Download', colour: 'bg-hue-green' },
] as const

/** Where the time of a call went, as one bar with its figures. */
export function TimeSplit({ timings }: { timings: CallTimings }) {
  const parts = phases.flatMap((phase) => {
    const ms = timings[phase.key]
    // A reused connection has no connect, plain HTTP no TLS: told as null or as 0.
    return ms === null || ms === 0 ? [] : [{ ...phase, ms }]
  })
  const sum = parts.reduce((total, { ms }) => total + ms, 0)
  return (
    <div className="grid gap-1.5">
      <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full bg-line">
        {parts.map(({ key, ms, colour }) => (
          <span key={key} className={colour} style={{ width: `${sum > 0 ? (ms / sum) * 100 : 0}%` }} />
        ))}
      </div>
      <dl className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
        {parts.map(({ key, label, ms, colour }) => (
          <div key={key} className="flex items-center gap-1">
            <span aria-hidden className={`size-1.5 rounded-full ${colour}`} />
            <dt className="text-subtle">{label}</dt>
            <dd className="tabular-nums">{formatDuration(ms)}</dd>
          </div>
        ))}
        {timings.total === null ? null : (
          <div className="ml-auto flex items-center gap-1">
            <dt className="text-subtle">Total</dt>
            <dd className="font-medium tabular-nums">{formatDuration(timings.total)}</dd>
          </div>
        )}
      </dl>
    </div>
  )
}

export function Nothing({ children }: { children: ReactNode }) {
  return <p className="rounded-lg border border-line border-dashed px-2.5 py-2 text-subtle text-xs">{children}</p>
}

// Not a region: several open messages have one each of the same name.
export function Scroll({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs
    <div
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={cn(
        'overflow-auto overscroll-contain [scrollbar-width:thin] focus-visible:-outline-offset-2',
        className,
      )}
    >
      {children}
    </div>
  )
}
