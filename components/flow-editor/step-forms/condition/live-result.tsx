'use client'

import { ComparedValue, Verdict } from '@/components/messages/verdict'
import { useKnownPaths } from '@/components/template/known-paths'
import type { ConditionRow } from '@/lib/language/condition'
import { OPERATORS } from '@/lib/language/operators'
import { evaluateRow } from './live-evaluation'

/** What a row would come to with the values of the last execution: both operands and the result. */
export function LiveResult({ row, label }: { row: ConditionRow; label: string }) {
  const { context } = useKnownPaths()
  const live = context ? evaluateRow(row, context) : null
  if (!live) return null
  const operator = OPERATORS[row.operator]
  return (
    <p
      aria-label={`Last run of row ${label}`}
      role="note"
      className="col-span-full flex min-w-0 items-start gap-1.5 text-xs"
    >
      <Verdict result={live.result} />
      <span className="min-w-0 leading-5">
        <span className="text-subtle">Last run: </span>
        <ComparedValue value={live.left} /> <span className="font-medium">{operator.label}</span>{' '}
        {operator.value === 'none' ? null : <ComparedValue value={live.right} />}
        {live.result === null ? <span className="text-subtle"> · masked, so nobody can tell</span> : null}
      </span>
    </p>
  )
}
