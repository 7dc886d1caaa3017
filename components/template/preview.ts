import { findKnownPath, type KnownPath } from '@/lib/flow/known-path'
import { type Json, toText } from '@/lib/language/json'
import { MASK } from '@/lib/language/masking'
import { formatPath, getPath, type Path, parsePath } from '@/lib/language/path'
import { LONGEST_TEXT, sizeOf, TooLargeError } from '@/lib/language/size'
import { listJsonPlaceholders, type Placeholder, parseTemplate, resolveJson, type Scope } from '@/lib/language/template'
import type { KnownPaths } from './known-paths'

/** A piece of a resolved text. `missing` holds the path that had no value, `secret` nothing that could be read. */
export interface PreviewPart {
  type: 'text' | 'value' | 'missing' | 'secret'
  text: string
}

export interface Preview {
  parts: PreviewPart[]
  /** Where the values come from. */
  from: 'execution' | 'example' | 'both' | 'nothing'
}

type Source = Pick<KnownPaths, 'paths' | 'context'>

const LONGEST_VALUE = 200

/** A text with the values of the last execution, or of an example. Null when it has no dynamic value, or cannot be read. */
export function previewText(text: string, source: Source, encode = (value: string) => value): Preview | null {
  const { template } = parseTemplate(text)
  if (!template?.some((part) => typeof part !== 'string') || !hasValues(source)) return null
  const read = reader(source)
  const parts = template.map((part): PreviewPart => {
    if (typeof part === 'string') return { type: 'text', text: part }
    return toPart(part, read(part.path), (value) => encode(toText(value)))
  })
  return { parts, from: read.from() }
}

/** The value at a bare path. */
export function previewPath(text: string, source: Source): Preview | null {
  const path = parsePath(text)
  if (!path || !hasValues(source)) return null
  const read = reader(source)
  const part = toPart({ path, source: formatPath(path) }, read(path), (value) => JSON.stringify(value))
  return { parts: [part], from: read.from() }
}

/** A JSON value as it would be sent, in compact form; what is missing is named behind it. */
export function previewJson(value: Json, source: Source): Preview | null {
  if (listJsonPlaceholders(value).length === 0 || !hasValues(source)) return null
  const read = reader(source)
  const missing = new Set<string>()
  const scope = {
    read(path: Path) {
      const found = read(path)
      return found === 'secret' ? MASK : found?.value
    },
  }
  const text = write(value, scope, (path) => missing.add(path))
  if (text === null) return null
  const parts: PreviewPart[] = [{ type: 'value', text }]
  for (const path of missing) parts.push({ type: 'text', text: ' ' }, { type: 'missing', text: path })
  return { parts, from: read.from() }
}

/** Null: there is more than can be shown. */
function write(value: Json, scope: Scope, onMissing: (path: string) => void): string | null {
  try {
    const resolved = resolveJson(value, scope, onMissing)
    return sizeOf(resolved, LONGEST_TEXT) > LONGEST_TEXT ? null : JSON.stringify(resolved)
  } catch (error) {
    if (error instanceof TooLargeError) return null
    throw error
  }
}

function toPart(
  { source }: Placeholder,
  found: ReturnType<ReturnType<typeof reader>>,
  show: (value: Json) => string,
): PreviewPart {
  if (found === 'secret') return { type: 'secret', text: MASK }
  if (!found) return { type: 'missing', text: source }
  const text = show(found.value)
  return { type: 'value', text: text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}\u2026` : text }
}

function hasValues({ paths, context }: Source): boolean {
  return context !== null || (paths?.some(({ example }) => example !== undefined) ?? false)
}

/** Reads values and remembers where they came from. A secret field is never read, wherever it may lie. */
function reader({ paths, context }: Source) {
  const used = new Set<'execution' | 'example'>()
  const read = (path: Path): { value: Json } | 'secret' | null => {
    if (paths && findKnownPath(paths, path)?.secret) return 'secret'
    const ran = context ? getPath(context, path) : undefined
    const value = ran ?? (paths ? readExample(paths, path) : undefined)
    if (value === undefined) return null
    used.add(ran === undefined ? 'example' : 'execution')
    return { value }
  }
  return Object.assign(read, {
    from: (): Preview['from'] => (used.size === 2 ? 'both' : ([...used][0] ?? 'nothing')),
  })
}

function readExample(paths: readonly KnownPath[], path: Path): Json | undefined {
  const text = formatPath(path)
  for (const { path: root, example } of paths) {
    if (example === undefined || (text !== root && !text.startsWith(`${root}.`))) continue
    return getPath(example, path.slice(parsePath(root)?.length ?? 0))
  }
  return undefined
}
