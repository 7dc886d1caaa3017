/** A place in a list by time, newest first: after or before the row with this time and id. */
export interface TimeCursor {
  direction: 'after' | 'before'
  at: Date
  id: string
}

// Time and id are indexed together, so a page further on costs no more than the first.
export function writeTimeCursor(direction: TimeCursor['direction'], at: Date, id: string): string {
  return `${direction}.${at.getTime()}.${id}`
}

/** Null for none, and for a text that is no cursor: the list then begins at its first page. */
export function readTimeCursor(cursor: string | null | undefined): TimeCursor | null {
  const [, direction, time, id] = /^(after|before)\.(\d{1,15})\.([\w-]{1,100})$/.exec(cursor ?? '') ?? []
  if (!direction || !time || !id) return null
  return { direction: direction === 'before' ? 'before' : 'after', at: new Date(Number(time)), id }
}
