import { DomainError } from '@/lib/result'

/** The last row of a page in a list by time of creation, newest first. */
export interface TimeCursor {
  createdAt: Date
  id: string
}

export function writeTimeCursor({ createdAt, id }: TimeCursor): string {
  return `${createdAt.getTime()}.${id}`
}

/** @throws DomainError `invalid` for a text that is no cursor */
export function readTimeCursor(cursor: string): TimeCursor {
  const [, time, id] = /^(\d{1,15})\.([\w-]{1,100})$/.exec(cursor) ?? []
  if (time === undefined || id === undefined) {
    throw new DomainError('invalid', 'This cursor is not valid. Load the list from its beginning.')
  }
  return { createdAt: new Date(Number(time)), id }
}
