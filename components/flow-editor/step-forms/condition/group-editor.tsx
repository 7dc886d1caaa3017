'use client'

import { ListTree, Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Verdict } from '@/components/messages/verdict'
import { useKnownPaths } from '@/components/template/known-paths'
import { Button, IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Segmented } from '@/components/ui/segmented'
import { type ConditionGroup, groupItems, isGroup } from '@/lib/language/condition'
import { MoveHandle, useSorting } from '../move-handle'
import { useStepFormContext } from '../step-form-context'
import { addItem, editItem, type ItemPlace, joinOf, moveChild, newRow, setJoin } from './group-tree'
import { evaluateGroup } from './live-evaluation'
import { RowEditor } from './row-editor'

/** Deeper nesting cannot be read in the inspector; imported flows may have it and it is shown. */
const DEEPEST = 4

export interface GroupEditorProps {
  /** The branch's whole condition, which every change answers. */
  root: ConditionGroup
  group: ConditionGroup
  place: ItemPlace
  path: readonly (string | number)[]
  /** Moves the group among the rows around it; the outermost has none. */
  handle?: ReactNode
  onChange: (root: ConditionGroup, name?: string) => void
}

/** The rows and inner groups of one group. */
export function GroupEditor({ root, group, place, path, handle, onChange }: GroupEditorProps) {
  const { context } = useKnownPaths()
  const { errors } = useStepFormContext()
  const join = joinOf(group)
  const items = groupItems(group)
  const inner = place.length > 0
  const error = errors[[...path, join].join('.')]
  const live = context && items.length > 0 ? evaluateGroup(group, context) : null
  const { sorting, dropAt } = useSorting([...path, join].join('.'), items.length, (from, to, byKey) =>
    onChange(moveChild(root, place, from, to), byKey ? 'Move row' : undefined),
  )
  return (
    <fieldset
      aria-label={inner ? 'Group of rows' : 'Rows'}
      data-field={[...path, join].join('.')}
      className={cn(
        'grid min-w-0 grid-cols-1 gap-2',
        inner && 'rounded-md border-hue-amber/50 border-l-2 bg-sunken/60 py-2 pr-2 pl-2.5',
      )}
    >
      {items.length > 1 || inner ? (
        <div className="flex items-center gap-2 text-subtle text-xs">
          {handle}
          {live === null ? null : <Verdict result={live} />}
          <span>Match</span>
          <Segmented
            size="sm"
            label="How the rows are joined"
            value={join}
            onValueChange={(next) => onChange(setJoin(root, place, next), 'Change how rows join')}
            options={[
              { value: 'all', label: 'All', ariaLabel: 'All of these rows' },
              { value: 'any', label: 'Any', ariaLabel: 'Any of these rows' },
            ]}
          />
          <span className="flex-1">{join === 'all' ? 'rows (and)' : 'row (or)'}</span>
          {inner ? (
            <IconButton
              label="Remove group"
              size="icon-xs"
              onClick={() =>
                onChange(
                  editItem(root, place, () => null),
                  'Remove group',
                )
              }
            >
              <Trash2 aria-hidden />
            </IconButton>
          ) : null}
        </div>
      ) : null}
      {items.map((item, index) => {
        const at = [...place, index]
        const itemPath = [...path, join, index]
        const label = at.map((number) => number + 1).join('.')
        const handle = (
          <MoveHandle sorting={sorting} index={index} label={`${isGroup(item) ? 'Group' : 'Row'} ${label}`} />
        )
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no ids; their place is what they are
          <div key={index} {...dropAt(index)} className={cn(sorting.dragged === index && 'opacity-50')}>
            {isGroup(item) ? (
              <GroupEditor root={root} group={item} place={at} path={itemPath} handle={handle} onChange={onChange} />
            ) : (
              <RowEditor
                row={item}
                handle={handle}
                label={label}
                path={itemPath}
                removable={inner || items.length > 1}
                onChange={(row, name) =>
                  onChange(
                    editItem(root, at, () => row),
                    name,
                  )
                }
                onRemove={() =>
                  onChange(
                    editItem(root, at, () => null),
                    'Remove row',
                  )
                }
              />
            )}
          </div>
        )
      })}
      {error ? <p className="text-danger text-xs">{error}</p> : null}
      <div className="flex gap-1">
        <Button size="sm" variant="ghost" onClick={() => onChange(addItem(root, place, newRow()), 'Add row')}>
          <Plus aria-hidden />
          Add row
        </Button>
        {place.length < DEEPEST ? (
          <Button
            size="sm"
            variant="ghost"
            onClick={() =>
              onChange(addItem(root, place, join === 'all' ? { any: [newRow()] } : { all: [newRow()] }), 'Add group')
            }
          >
            <ListTree aria-hidden />
            Add group
          </Button>
        ) : null}
      </div>
    </fieldset>
  )
}
