'use client'

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Verdict } from '@/components/messages/verdict'
import { IconButton } from '@/components/ui/button'
import type { ConditionBranch } from '@/lib/steps/condition/schema'
import { PlainField } from '../../fields/plain-field'
import { useFieldSlot } from '../step-form-context'
import { GroupEditor } from './group-editor'

export interface BranchCardProps {
  branch: ConditionBranch
  index: number
  count: number
  /** Moves the branch among the others. */
  handle: ReactNode
  /** What it comes to with the values of the last execution; undefined: there was none. */
  live: { result: boolean | null; taken: boolean } | undefined
  onChange: (branch: ConditionBranch, name?: string) => void
  onMove: (to: number) => void
  onRemove: () => void
}

export function BranchCard({ branch, index, count, handle, live, onChange, onMove, onRemove }: BranchCardProps) {
  const slot = useFieldSlot()
  const title = branch.name || `branch ${index + 1}`
  return (
    <fieldset
      aria-label={`Branch ${title}`}
      className="grid min-w-0 grid-cols-1 gap-2.5 rounded-lg border border-line p-2.5"
    >
      <div className="flex items-start gap-1">
        {handle}
        <PlainField
          className="min-w-0 flex-1"
          label="Branch name"
          hideLabel
          maxLength={100}
          placeholder={`Branch ${index + 1}`}
          value={branch.name}
          onChange={(name) => onChange({ ...branch, name })}
          {...slot(['branches', index, 'name'], branch.name)}
        />
        <IconButton label={`Move ${title} up`} disabled={index === 0} onClick={() => onMove(index - 1)}>
          <ArrowUp aria-hidden />
        </IconButton>
        <IconButton label={`Move ${title} down`} disabled={index === count - 1} onClick={() => onMove(index + 1)}>
          <ArrowDown aria-hidden />
        </IconButton>
        <IconButton label={`Remove ${title}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {live ? (
        <p className="flex items-start gap-1.5 text-xs">
          <Verdict result={live.result} />
          <span className="leading-5 text-subtle">
            {live.taken
              ? 'With the values of the last run, this branch is taken.'
              : live.result
                ? 'It would match the last run, but another branch is taken first.'
                : live.result === null
                  ? 'The last run does not tell: a value is missing from the row, or was masked.'
                  : 'It does not match the last run.'}
          </span>
        </p>
      ) : null}
      <GroupEditor
        root={branch.when}
        group={branch.when}
        place={[]}
        path={['branches', index, 'when']}
        onChange={(when, name) => onChange({ ...branch, when }, name)}
      />
    </fieldset>
  )
}
