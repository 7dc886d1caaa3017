import { findGap, findKnownPath, gapText, type KnownPath } from '@/lib/flow/known-path'
import { formatPath, parsePath } from '@/lib/language/path'

/** A piece of a text as the field draws it. */
export interface Segment {
  type: 'text' | 'known' | 'secret' | 'unknown' | 'broken'
  /** Why a known path is likely not meant: the example of its call lacks it. */
  gap?: string
  text: string
  /** Where it begins. */
  at: number
  /** The path of a placeholder that can be read. */
  source?: string
}

/** Cuts a text into literal text and placeholders. Without `paths` every readable placeholder counts as known. */
export function segmentText(text: string, paths: readonly KnownPath[] | null): Segment[] {
  const segments: Segment[] = []
  let literalFrom = 0
  const pattern = /\\\{\{|\{\{/g
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0].startsWith('\\')) continue
    const at = match.index
    const end = text.indexOf('}}', at + 2)
    const stop = end < 0 ? text.length : end + 2
    if (at > literalFrom) segments.push({ type: 'text', text: text.slice(literalFrom, at), at: literalFrom })
    const inner = end < 0 ? null : text.slice(at + 2, end)
    segments.push({ text: text.slice(at, stop), at, ...classify(inner, paths) })
    literalFrom = stop
    pattern.lastIndex = stop
  }
  if (literalFrom < text.length) segments.push({ type: 'text', text: text.slice(literalFrom), at: literalFrom })
  return segments
}

/** For a field that holds one bare path. */
export function segmentPath(text: string, paths: readonly KnownPath[] | null): Segment[] {
  return text.trim() === '' ? [] : [{ text, at: 0, ...classify(text, paths) }]
}

/** What is likely not meant so, in words; null when all is well. `secretsAllowed`: a connector step may send them. */
export function pathWarning(segments: readonly Segment[], secretsAllowed: boolean): string | null {
  const unknown = segments.find((segment) => segment.type === 'unknown')
  if (unknown?.gap) return unknown.gap
  if (unknown) return `Nothing before this step gives ${unknown.source} a value. Check the path.`
  const secret = secretsAllowed ? undefined : segments.find((segment) => segment.type === 'secret')
  return secret ? `${secret.source} is a secret field: only a connector step may send it. Here it stays empty.` : null
}

function classify(inner: string | null, paths: readonly KnownPath[] | null): Pick<Segment, 'type' | 'source' | 'gap'> {
  const path = inner === null ? null : parsePath(inner)
  if (!path) return { type: 'broken' }
  const source = formatPath(path)
  if (!paths) return { type: 'known', source }
  const known = findKnownPath(paths, path)
  if (!known) return { type: 'unknown', source }
  const gap = findGap(paths, path)
  if (gap) return { type: 'unknown', source, gap: gapText(source, gap) }
  return { type: known.secret ? 'secret' : 'known', source }
}
