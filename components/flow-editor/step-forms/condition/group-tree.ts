import {
  type ConditionGroup,
  type ConditionItem,
  type ConditionRow,
  groupItems,
  isGroup,
} from '@/lib/language/condition'
import type { ConditionBranch } from '@/lib/steps/condition/schema'

/** Indexes from the outermost group to an item. */
export type ItemPlace = readonly number[]
export type Join = 'all' | 'any'

export function joinOf(group: ConditionGroup): Join {
  return 'all' in group ? 'all' : 'any'
}

export function newRow(): ConditionRow {
  return { key: '', operator: 'equal', value: '' }
}

/** The group with the item at `place` replaced; `change` answers null to remove it. */
export function editItem(
  group: ConditionGroup,
  place: ItemPlace,
  change: (item: ConditionItem) => ConditionItem | null,
): ConditionGroup {
  const [index, ...rest] = place
  if (index === undefined) {
    const changed = change(group)
    return changed && isGroup(changed) ? changed : group
  }
  const items = groupItems(group).flatMap((item, at) => {
    if (at !== index) return [item]
    const changed = rest.length > 0 && isGroup(item) ? editItem(item, rest, change) : change(item)
    return changed ? [changed] : []
  })
  return withItems(group, items)
}

/** Adds an item to the end of the group at `place`. */
export function addItem(group: ConditionGroup, place: ItemPlace, item: ConditionItem): ConditionGroup {
  return editItem(group, place, (found) => (isGroup(found) ? withItems(found, [...groupItems(found), item]) : found))
}

/** Moves an item inside the group at `place`. */
export function moveChild(group: ConditionGroup, place: ItemPlace, from: number, to: number): ConditionGroup {
  return editItem(group, place, (found) =>
    isGroup(found) ? withItems(found, moveItem(groupItems(found), from, to)) : found,
  )
}

export function setJoin(group: ConditionGroup, place: ItemPlace, join: Join): ConditionGroup {
  return editItem(group, place, (found) => (isGroup(found) ? toGroup(join, groupItems(found)) : found))
}

/** A branch with an id that no other branch, nor a branch that was just removed, has: ids are ports. */
export function newBranch(branches: readonly ConditionBranch[], takenPorts: readonly string[]): ConditionBranch {
  const taken = new Set([...branches.map((branch) => branch.id), ...takenPorts])
  let number = branches.length + 1
  while (taken.has(`branch${number}`)) number += 1
  return { id: `branch${number}`, name: `Branch ${number}`, when: { all: [newRow()] } }
}

export function moveItem<T>(items: readonly T[], from: number, to: number): T[] {
  const moved = [...items]
  if (to < 0 || to >= items.length) return moved
  moved.splice(to, 0, ...moved.splice(from, 1))
  return moved
}

function withItems(group: ConditionGroup, items: ConditionItem[]): ConditionGroup {
  return toGroup(joinOf(group), items)
}

function toGroup(join: Join, items: ConditionItem[]): ConditionGroup {
  return join === 'all' ? { all: items } : { any: items }
}
