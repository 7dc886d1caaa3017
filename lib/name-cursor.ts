/** Where a page of a list by name begins: after or before the name of a row. */
export interface NameCursor {
  direction: 'after' | 'before'
  name: string
}

// The name is unique in a project and indexed, so a page further on costs no more than the first.
export function writeNameCursor(direction: NameCursor['direction'], name: string): string {
  return Buffer.from(`${direction}:${name}`).toString('base64url')
}

/** Null for none, and for a text that is no cursor: the list then begins at its first page. */
export function readNameCursor(cursor: string | null | undefined): NameCursor | null {
  const text = Buffer.from(cursor ?? '', 'base64url').toString()
  // PostgreSQL refuses a text with NUL.
  const [, direction, name] = /^(after|before):([^\0]+)$/s.exec(text) ?? []
  if (name === undefined) return null
  return { direction: direction === 'before' ? 'before' : 'after', name }
}
