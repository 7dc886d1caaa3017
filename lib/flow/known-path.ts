import { lacksPath } from '../language/example'
import type { Json } from '../language/json'
import { formatPath, type Path, parsePath } from '../language/path'

/** A context path that can have a value at a step. `open`: anything may lie below it. */
export interface KnownPath {
  path: string
  open: boolean
  secret?: boolean
  /** Where the value comes from, for people: a step's name, or what fills it. */
  from: string
  /** How it is known, when not from the flow itself: by a stored example, or by an earlier execution. */
  origin?: 'example' | 'execution'
  /** What it held there, shortened. */
  sample?: string
  /** What lay here the one time that somebody kept: paths which it lacks are likely not meant. */
  example?: Json
}

/** The known path that a placeholder reads, or null when nothing before the step gives it a value. */
export function findKnownPath(known: readonly KnownPath[], path: Path): KnownPath | null {
  const text = formatPath(path)
  return (
    known.find((one) => one.path === text) ??
    known.find((one) => one.open && (text.startsWith(`${one.path}.`) || text.startsWith(`${one.path}[`))) ??
    // A whole object: {{form}}, {{project}}.
    known.find((one) => !one.secret && one.path.startsWith(`${text}.`)) ??
    null
  )
}

/** The known path whose example lacks what is read, or null: when there is no example, nothing can be told. */
export function findGap(known: readonly KnownPath[], path: Path): KnownPath | null {
  const text = formatPath(path)
  const root = known.find(({ path: above, example }) => example !== undefined && text.startsWith(`${above}.`))
  const above = root && parsePath(root.path)
  if (!root || root.example === undefined || !above) return null
  const below = path.slice(above.length)
  // Written by Patchbay on an error; no example of a success has it.
  return below[0] !== 'error' && lacksPath(root.example, below) ? root : null
}

/** What to do about a path that the example of its call lacks. */
export function gapText(source: string, gap: KnownPath): string {
  return `The example of \u201c${gap.from}\u201d has no ${source.slice(gap.path.length + 1)}. Check the path, or replace the example on the connector\u2019s page.`
}
