import type { Patch } from 'immer'

/** One step of undo: what a command did and what takes it back. */
export interface HistoryEntry {
  name: string
  /** When its last change was made, in milliseconds; later changes of the same name may join. */
  at: number
  patches: readonly Patch[]
  inverse: readonly Patch[]
}

export interface History {
  past: readonly HistoryEntry[]
  future: readonly HistoryEntry[]
}

export const HISTORY_LIMIT = 100
/** Changes of one name within this time are one entry: a burst of typing. */
export const MERGE_WINDOW_MS = 800

export const emptyHistory: History = { past: [], future: [] }

/** Adds a change. Whatever was undone before can no longer be redone, since it may not fit any more. */
export function recordChange(history: History, entry: HistoryEntry, merge: boolean): History {
  const last = history.past.at(-1)
  const joins =
    merge &&
    last !== undefined &&
    last.name === entry.name &&
    history.future.length === 0 &&
    entry.at - last.at <= MERGE_WINDOW_MS
  if (!joins) return { past: [...history.past, entry].slice(-HISTORY_LIMIT), future: [] }
  const joined: HistoryEntry = {
    name: entry.name,
    at: entry.at,
    patches: [...last.patches, ...entry.patches],
    inverse: [...entry.inverse, ...last.inverse],
  }
  return { past: [...history.past.slice(0, -1), joined], future: [] }
}

/** The entry to take back and the history after that; null when there is none. */
export function stepBack(history: History): { entry: HistoryEntry; history: History } | null {
  const entry = history.past.at(-1)
  if (!entry) return null
  return { entry, history: { past: history.past.slice(0, -1), future: [...history.future, entry] } }
}

/** The entry to do again and the history after that; null when there is none. */
export function stepForward(history: History): { entry: HistoryEntry; history: History } | null {
  const entry = history.future.at(-1)
  if (!entry) return null
  // Time 0: typing after a redo must not join the entry that was just done again.
  return { entry, history: { past: [...history.past, { ...entry, at: 0 }], future: history.future.slice(0, -1) } }
}
