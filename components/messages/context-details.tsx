'use client'

import { useMemo, useState } from 'react'
import { JsonView } from '@/components/ui/json-view'
import { Segmented } from '@/components/ui/segmented'
import type { RunnerMessage } from '@/lib/engine/message'
import type { Json } from '@/lib/language/json'
import { Nothing } from './call-parts'
import { deriveContext } from './derive-context'
import { diffJson, type JsonDifference } from './diff-json'
import { DifferenceLine } from './difference-line'

const SHOWN_DIFFERENCES = 200
const SHOWN_CHARACTERS = 240

type Side = 'changes' | 'before' | 'after'

/** The context before and after a message: the paths that changed, or either document whole. */
export function ContextDetails({ message, messages }: { message: RunnerMessage; messages: readonly RunnerMessage[] }) {
  const [side, setSide] = useState<Side>('changes')
  const { number } = message
  // Messages are only ever added behind this one, so its two contexts do not change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const before = useMemo(() => deriveContext(messages, number - 1), [number])
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const after = useMemo(() => deriveContext(messages, number), [number])
  const differences = useMemo(() => diffJson(before, after), [before, after])
  return (
    <div className="grid min-w-0 gap-2">
      <Segmented
        label="Context"
        size="sm"
        className="justify-self-start"
        value={side}
        onValueChange={setSide}
        options={[
          { value: 'changes', label: `Changes (${differences.length})` },
          { value: 'before', label: 'Before' },
          { value: 'after', label: 'After' },
        ]}
      />
      {side === 'changes' ? <Differences differences={differences} /> : null}
      {side === 'before' ? <JsonView value={before} label="context before" maxHeight={360} /> : null}
      {side === 'after' ? <JsonView value={after} label="context after" maxHeight={360} /> : null}
    </div>
  )
}

function Differences({ differences }: { differences: readonly JsonDifference[] }) {
  if (differences.length === 0) return <Nothing>This step changed nothing in the context.</Nothing>
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-line bg-surface">
      <ul className="divide-y divide-line">
        {differences.slice(0, SHOWN_DIFFERENCES).map((difference) => (
          <Difference key={difference.path} difference={difference} />
        ))}
      </ul>
      {differences.length > SHOWN_DIFFERENCES ? (
        <p className="border-line border-t px-2.5 py-1.5 text-subtle text-xs">
          And {(differences.length - SHOWN_DIFFERENCES).toLocaleString('en')} more: look at After.
        </p>
      ) : null}
    </div>
  )
}

function Difference({ difference: { path, before, after } }: { difference: JsonDifference }) {
  return (
    <li className="min-w-0 font-mono text-xs">
      <p className="break-all px-2.5 pt-1.5 text-muted">{path || 'context'}</p>
      {before === undefined ? null : <Line sign="-" value={before} />}
      {after === undefined ? null : <Line sign="+" value={after} />}
    </li>
  )
}

function Line({ sign, value }: { sign: '+' | '-'; value: Json }) {
  const text = JSON.stringify(value)
  if (sign === '+' && typeof value === 'object' && value !== null && text.length > SHOWN_CHARACTERS) {
    return (
      <div className="px-2.5 py-1.5">
        <JsonView value={value} label="added value" maxHeight={240} defaultDepth={1} bare />
      </div>
    )
  }
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
  return <DifferenceLine sign={sign} text={shown} />
}
